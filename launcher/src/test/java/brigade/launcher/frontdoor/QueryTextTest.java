package brigade.launcher.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "userid=1&chat=%5B%22a%22%5D userid=1&chat=%5B%22a%22%5D",
                "m=[[1,0.5]] m=[[1,0.5]]",
                "e=[{\"evid\":1}] e=[%7B%22evid%22:1%7D]",
                "a=100%&b=%zz a=100%25&b=%25zz",
                "n=é😀 n=%C3%A9%F0%9F%98%80",
                "a|b^c`d a%7Cb%5Ec%60d"
            })
    void encodesOnlyWhatIsForbidden(String query, String expected) {
        assertThat(QueryText.encode(query)).isEqualTo(expected);
    }

    @Test
    void anyQueryBecomesAUriOfTheSameMeaning() {
        long seed = 42;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder query = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                query.append((char) random.nextInt(0x20, 0x17f));
            }
            // A percent sign that starts nothing means itself here; URLDecoder would refuse it.
            String text = query.toString().replace("%", "%25");
            String encoded = QueryText.encode(text);
            assertThatCode(() -> new URI("http://127.0.0.1:1/api?" + encoded))
                    .as(text)
                    .doesNotThrowAnyException();
            assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8))
                    .isEqualTo(URLDecoder.decode(text, StandardCharsets.UTF_8));
        }
    }
}
