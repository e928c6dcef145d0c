package brigade.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Only programs of this machine that speak for themselves are inside. */
class LocalCallerTest {
    private static boolean is(String address, Map<String, String> headers) {
        return LocalCaller.is(address, headers::get);
    }

    @Test
    void programsOfThisMachineAre() {
        assertThat(is("127.0.0.1", Map.of())).isTrue();
        assertThat(is("::1", Map.of("User-Agent", "curl"))).isTrue();
    }

    @Test
    void othersAreNot() {
        assertThat(is("192.0.2.7", Map.of())).isFalse();
        assertThat(is("", Map.of())).isFalse();
        assertThat(is(" ", Map.of())).isFalse();
    }

    @Test
    void whoSpeaksForOthersIsNot() {
        assertThat(is("127.0.0.1", Map.of("X-Forwarded-For", "192.0.2.7"))).isFalse();
        assertThat(is("127.0.0.1", Map.of("Forwarded", "for=192.0.2.7"))).isFalse();
        assertThat(is("127.0.0.1", Map.of("Origin", "https://elsewhere.example")))
                .isFalse();
    }
}
