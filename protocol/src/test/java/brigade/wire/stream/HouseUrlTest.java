package brigade.wire.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server may send people. */
class HouseUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://there.example",
                "https://there.example:8443/1/",
                "HTTPS://there.example/",
                "http://127.0.0.1:8080",
                "http://localhost",
                "http://[::1]:8080"
            })
    void goodOnes(String url) {
        assertThat(HouseUrl.isBelievable(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/1/",
                "there.example",
                "http://there.example",
                "http://127.0.0.1.there.example",
                "javascript:alert(1)",
                "ftp://there.example",
                "https://me:word@there.example",
                "https://there.example/?room=x",
                "https://there.example/#token",
                "https:///there",
                "https://there example"
            })
    void others(String url) {
        assertThat(HouseUrl.isBelievable(url)).isFalse();
        assertThat(HouseUrl.isBelievable("https://" + "a".repeat(400) + ".example"))
                .isFalse();
    }
}
