package brigade.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A link opens one take, by the one server, for as long as it was given. */
class TakeTokensTest {
    private static final byte[] KEY = "a key of 32 bytes, for tests now".getBytes(StandardCharsets.UTF_8);

    private final AtomicLong now = new AtomicLong(1_795_300_000L);
    private final TakeTokens tokens = new TakeTokens(KEY, now::get, new Random(1));

    @Test
    void itOpensThatTakeAlone() {
        String token = tokens.make("choir", "17", 3_600);
        assertThatCode(() -> tokens.verify(token, "choir", "17")).doesNotThrowAnyException();
        assertThatThrownBy(() -> tokens.verify(token, "choir", "18")).isInstanceOf(TokenRefusedException.class);
        assertThatThrownBy(() -> tokens.verify(token, "other", "17")).isInstanceOf(TokenRefusedException.class);
        assertThatThrownBy(() -> tokens.verify(token + "x", "choir", "17")).isInstanceOf(TokenRefusedException.class);
        byte[] another = KEY.clone();
        another[0]++;
        assertThatThrownBy(() -> new TakeTokens(another, now::get, new Random(2)).verify(token, "choir", "17"))
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void itEndsWithItsTime() {
        String token = tokens.make("choir", "17", 3_600);
        now.addAndGet(3_599);
        assertThatCode(() -> tokens.verify(token, "choir", "17")).doesNotThrowAnyException();
        now.addAndGet(1);
        assertThatThrownBy(() -> tokens.verify(token, "choir", "17")).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void noLinkLivesForEver() {
        assertThatThrownBy(() -> tokens.make("choir", "17", TakeTokens.LIFE_MAX_SECONDS + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.make("choir", "17", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
