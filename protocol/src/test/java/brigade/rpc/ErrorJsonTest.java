package brigade.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorJsonTest {
    @Test
    void escapesWhatJsonWantsEscaped() {
        assertThat(new String(ErrorJson.message("a\"b\\c\n\u0001é€"), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"a\\\"b\\\\c\\u000a\\u0001é€\"}");
    }
}
