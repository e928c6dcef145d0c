package brigade.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.WireException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallReaderTest {
    private final CallReader reader = new CallReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"call\":\"exchange\"",
                "{\"call\":1}",
                "{\"unheard_of\":1}",
                "{\"userid\":7}",
                "{\"userid\":\"-1\"}",
                "{\"userid\":\"18446744073709551616\"}",
                "{\"userid\":\"\"}",
                "{\"read_clock\":1.5}",
                "{\"read_clock\":9223372036854775808}",
                "{\"n_samples\":-1}",
                "{\"n_samples\":3000000000}",
                "{\"volume\":\"NaN\"}",
                "{\"volume\":NaN}",
                "{\"volume\":1e999}",
                "{\"volume\":null}",
                "{\"muted\":1}",
                "{\"chat\":\"not a list\"}",
                "{\"chat\":[1]}",
                "{\"mic_volume\":[[\"1\"]]}",
                "{\"mic_volume\":[[\"1\",1,1]]}",
                "{\"mic_volume\":[[\"1\",\"NaN\"]]}",
                "{\"event_data\":[[\"a\",null]]}",
            })
    void whatIsNotACallIsMalformed(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> reader.read(bytes, bytes.length)).isInstanceOfSatisfying(WireException.class, e -> {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.getMessage()).doesNotContain("\n");
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void userIdsAreUnsigned(long userId) {
        byte[] bytes = ("{\"userid\":\"" + Long.toUnsignedString(userId) + "\"}").getBytes(StandardCharsets.UTF_8);

        reader.read(bytes, bytes.length);

        assertThat(reader.exchange().userId).isEqualTo(userId);
    }

    @Test
    void bytesAfterTheLengthAreNotRead() {
        byte[] bytes = "{\"call\":\"status\"}garbage".getBytes(StandardCharsets.UTF_8);

        assertThat(reader.read(bytes, 17)).isEqualTo("status");
    }
}
