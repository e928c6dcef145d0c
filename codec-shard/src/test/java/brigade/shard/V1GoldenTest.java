package brigade.shard;

import static brigade.shard.ShardUnderTest.golden;
import static brigade.shard.ShardUnderTest.goldenText;
import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.PacketBundle;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** The bytes of exchange v1 through a real shard, against files that other languages' tests read too. */
class V1GoldenTest {
    @TempDir
    Path data;

    private ShardUnderTest shard;

    @BeforeEach
    void start() {
        shard = new ShardUnderTest(data);
        shard.state.json = golden("answer.metadata.json");
    }

    @AfterEach
    void stop() {
        shard.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"request-first", "request-full"})
    void requestsAreUnderstood(String name) {
        boolean withTable = goldenText(name + ".query").contains("user_summary=1");
        shard.state.afterSound = withTable ? golden("answer.table") : new byte[0];
        HttpResponse<byte[]> response = shard.post("/api/01?" + goldenText(name + ".query"), golden(name + ".body"));
        assertThat(response.statusCode()).isEqualTo(200);
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(shard.state.asked.getFirst().json()))
                .isEqualTo(mapper.readTree(golden(name + ".call.json")));
        boolean sings = goldenText(name + ".query").contains("write_clock");
        assertThat(shard.state.asked.getFirst().sung()).hasSize(sings ? 28_800 : 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAreWritten(boolean withTable) {
        String name = withTable ? "answer-with-table" : "answer-without-table";
        shard.state.afterSound = withTable ? golden("answer.table") : new byte[0];
        HttpResponse<byte[]> response = shard.post(
                "/?" + goldenText("request-first.query") + (withTable ? "&user_summary=1" : ""), new byte[0]);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(ShardUnderTest.metadata(response)).isEqualTo(goldenText(name + ".header"));
        byte[] expected = golden(name + ".body");
        assertThat(Arrays.copyOf(response.body(), expected.length)).isEqualTo(expected);
        PacketBundle opus = new PacketBundle();
        opus.read(response.body(), expected.length, response.body().length - expected.length, 48_000);
        assertThat(opus.packets()).isEqualTo(10);
        assertThat(opus.samples()).isEqualTo(28_800);
    }

    @Test
    void refusalsAreWritten() {
        shard.state.refuse(400, "read_clock: да \\\"no\\\"");
        HttpResponse<byte[]> response = shard.post("/api?" + goldenText("request-first.query"), new byte[0]);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ShardUnderTest.metadata(response)).isEqualTo(goldenText("answer-refused.header"));
        assertThat(ShardUnderTest.text(response)).isEqualTo(goldenText("answer-refused.body"));
    }
}
