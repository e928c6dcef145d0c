package brigade.shard;

import static brigade.shard.ShardUnderTest.CLOCK;
import static brigade.shard.ShardUnderTest.metadata;
import static brigade.shard.ShardUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.WireException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private static final String ASK = "?userid=7&read_clock=" + CLOCK + "&n_samples=28800";

    @TempDir
    Path data;

    private ShardUnderTest shard;

    @BeforeEach
    void start() {
        shard = new ShardUnderTest(data);
    }

    @AfterEach
    void stop() {
        shard.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/", "/api/01", "/api/07?x=1", "/anything/else"})
    void anyPathTellsTheClock(String path) {
        HttpResponse<byte[]> response = shard.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("ok");
        assertThat(metadata(response))
                .isEqualTo("{\"server_clock\": 85708800000000, \"server_sample_rate\": 48000,"
                        + " \"server_version\": \"0.1.0\", \"server_branch\": \"brigade\"}");
        assertCors(response);
    }

    @Test
    void optionsAnswerWithCors() {
        HttpResponse<byte[]> response = shard.send(
                HttpRequest.newBuilder(shard.uri("/api/01")).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertCors(response);
    }

    @Test
    void rpcTraceIsForThisMachineAndTheOperator() {
        HttpResponse<byte[]> here = shard.get("/rpc-trace?after=3");
        assertThat(here.statusCode()).isEqualTo(200);
        assertThat(text(here)).isEqualTo("0\n");
        HttpRequest.Builder proxied =
                HttpRequest.newBuilder(shard.uri("/rpc-trace")).header("X-Forwarded-For", "192.0.2.1");
        assertThat(shard.send(proxied).statusCode()).isEqualTo(403);
        HttpRequest.Builder operator = proxied.header("Authorization", "Bearer " + ShardUnderTest.TOKEN);
        assertThat(shard.send(operator).statusCode()).isEqualTo(200);
        assertThat(shard.get("/rpc-trace?after=x").statusCode()).isEqualTo(400);
    }

    @Test
    void metricsAreForThisMachineAndTheOperator() {
        HttpResponse<byte[]> here = shard.get("/metrics");
        assertThat(here.statusCode()).isEqualTo(200);
        assertThat(text(here))
                .contains(
                        "brigade_rpc_seconds_bucket{le=\"0.02\"} ",
                        "brigade_tick_seconds_bucket{le=\"0.02\"} ",
                        "brigade_rpc_latest_seconds{quantile=\"0.99\"} ",
                        "brigade_shard_journal_lag_seconds 0.0",
                        "brigade_exchange_users 0.0",
                        "jvm_memory_used_bytes{",
                        "process_cpu_usage ");
        HttpRequest.Builder proxied =
                HttpRequest.newBuilder(shard.uri("/metrics")).header("X-Forwarded-For", "192.0.2.1");
        assertThat(shard.send(proxied).statusCode()).isEqualTo(403);
        assertThat(shard.send(proxied.copy().header("Authorization", "Bearer wrong"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(shard.send(proxied.copy().header("Authorization", "Bearer " + ShardUnderTest.TOKEN))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void statusPassesThrough() {
        shard.state.json = "{\"n_connected_users\":3,\"max_users\":1000}".getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = shard.post("/api?action=status", new byte[0]);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("{\"n_connected_users\":3,\"max_users\":1000}");
        assertThat(metadata(response)).isEqualTo("{\"metadata_len\": 40}");
        assertThat(shard.state.asked.getFirst().json()).isEqualTo("{\"call\":\"status\"}");
        assertCors(response);
    }

    /** Ritual Engine's driver has no seat: it posts commands alone and reads the clock from the header. */
    @Test
    void aProgramWithoutASeatRunsASong() {
        HttpResponse<byte[]> response = shard.post("/api/01/?mark_start_singing=1&track=ode.wav", new byte[0]);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(metadata(response)).startsWith("{\"server_clock\": " + CLOCK + ", \"server_sample_rate\": 48000");
        assertThat(shard.state.asked.getFirst().json())
                .startsWith("{\"call\":\"control\"")
                .contains("\"mark_start_singing\":true", "\"track\":\"ode.wav\"");
        shard.post("/?event_data=%5B%7B%22evid%22%3A1%2C%22clock%22%3A480.5%7D%5D", new byte[0]);
        assertThat(shard.state.asked.getLast().json()).contains("\"event_data\":[");
        assertRefused(shard.post("/?bpm=fast", new byte[0]), 400);
        assertRefused(shard.post("/?username=Ann", new byte[0]), 400);
    }

    @Test
    void telemetryNeedsTheOperatorsToken() {
        assertRefused(shard.get("/api/telemetry"), 403);
        assertRefused(shard.get("/api/telemetry?token=wrong"), 403);
        assertThat(shard.state.asked).isEmpty();
        assertThat(shard.get("/api/telemetry?token=operator-secret").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> response = shard.send(HttpRequest.newBuilder(shard.uri("/api/01/telemetry"))
                .header("Authorization", "Bearer " + ShardUnderTest.TOKEN));
        assertThat(text(response)).isEqualTo("{}");
    }

    @Test
    void readyOnlyWithAWarmCodecAndAStateServer() {
        assertRefused(shard.get("/ready"), 503);
        shard.shard.warmUp(1);
        // Told by the tick thread, which is woken and does not wait for its next turn: whoever is sent here by then is
        // seated.
        shard.awaitReady();
        shard.state.failure = new WireException(503, "the state server is away");
        assertRefused(shard.get("/ready"), 503);
    }

    @Test
    void aStateServerThatIsAwayIs503() {
        shard.state.failure = new WireException(503, "the state server is away");
        HttpResponse<byte[]> response = shard.post("/api" + ASK, new byte[0]);
        assertRefused(response, 503);
        assertThat(text(response)).isEqualTo("the state server is away\n");
        shard.state.failure = null;
        assertThat(shard.post("/api" + ASK, new byte[0]).statusCode()).isEqualTo(200);
    }

    @Test
    void aConflictDropsTheUsersCodecState() {
        for (int i = 0; i < 28_800; i++) {
            shard.state.heard[i] = (float) (0.3 * Math.sin(i * 0.05));
        }
        byte[] first = shard.post("/api" + ASK, new byte[0]).body();
        byte[] second = shard.post("/api" + ASK, new byte[0]).body();
        assertThat(second).isNotEqualTo(first);
        byte[] usual = shard.state.json;
        shard.state.refuse(409, "clock desync");
        assertRefused(shard.post("/api" + ASK, new byte[0]), 409);
        shard.state.status = 200;
        shard.state.json = usual;
        assertThat(shard.post("/api" + ASK, new byte[0]).body()).isEqualTo(first);
        assertThat(shard.post("/api" + ASK, new byte[0]).body()).isEqualTo(second);
        assertThat(shard.post("/api" + ASK + "&reset_user_state=1", new byte[0]).body())
                .isEqualTo(first);
    }

    @Test
    void soundGoesBothWays() {
        float[] sung = new float[28_800];
        for (int i = 0; i < sung.length; i++) {
            sung[i] = (float) (0.3 * Math.sin(i * 0.03));
        }
        String query = "?userid=7&read_clock=" + CLOCK + "&write_clock=" + (CLOCK - 96_000);
        assertThat(shard.post("/api" + query, ShardUnderTest.tenPackets(sung)).statusCode())
                .isEqualTo(200);
        float[] decoded = shard.state.asked.getFirst().sung();
        assertThat(decoded).hasSize(28_800);
        double error = 0;
        for (int i = 10_000; i < 20_000; i++) {
            error = Math.max(error, Math.abs(decoded[i + 312] - sung[i]));
        }
        assertThat(error).isLessThan(0.1);
    }

    @Test
    void soundWithoutAWriteClockIsDecodedButNotSent() {
        byte[] body = ShardUnderTest.tenPackets(new float[28_800]);
        assertThat(shard.post("/api?userid=7&read_clock=" + CLOCK, body).statusCode())
                .isEqualTo(200);
        assertThat(shard.state.asked.getFirst().sung()).isEmpty();
        shard.post("/api?userid=7&loopback=true&read_clock=" + CLOCK, body);
        assertThat(shard.state.asked.getLast().sung()).hasSize(28_800);
    }

    @Test
    void anUnforeseenErrorIsOneLineWithoutATrace() {
        shard.state.afterSound = new byte[1]; // no such thing in an answer
        HttpResponse<byte[]> response = shard.post("/api" + ASK, new byte[0]);
        assertRefused(response, 500);
        assertThat(text(response)).doesNotContain("Exception").doesNotContain("at brigade");
        shard.state.afterSound = new byte[0];
        assertThat(shard.post("/api" + ASK, new byte[0]).statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesOverTheLimitAre413() {
        assertRefused(shard.post("/api" + ASK, new byte[HttpApi.BODY_MAX_BYTES + 1]), 413);
        HttpRequest.Builder unknownLength = HttpRequest.newBuilder(shard.uri("/api" + ASK))
                .POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofByteArray(new byte[HttpApi.BODY_MAX_BYTES + 1])));
        assertRefused(shard.send(unknownLength), 413);
        assertThat(shard.state.asked).isEmpty();
    }

    @Test
    void queriesOverTheLimitAreRefusedInOurForm() {
        HttpResponse<byte[]> response =
                answerInSpiteOfResets("/api" + ASK + "&track=" + "x".repeat(HttpServer.HEADERS_MAX_BYTES));
        assertThat(response.statusCode()).isBetween(400, 499);
        assertThat(metadata(response)).startsWith("{\"kill_client\": true");
        assertThat(shard.post(
                                "/api" + ASK + "&client_telemetry=%7B%22x%22:%22" + "x".repeat(100_000) + "%22%7D",
                                new byte[0])
                        .statusCode())
                .isEqualTo(200);
    }

    /** Who is refused and hung up on while he still sends may find the connection reset before he reads the answer: TCP. */
    private HttpResponse<byte[]> answerInSpiteOfResets(String path) {
        for (int tries = 1; ; tries++) {
            try {
                return shard.post(path, new byte[0]);
            } catch (UncheckedIOException e) {
                if (tries == 5) {
                    throw e;
                }
            }
        }
    }

    @Test
    void answersAreNeverCompressed() {
        HttpResponse<byte[]> response = shard.send(HttpRequest.newBuilder(shard.uri("/api" + ASK))
                .header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(Arrays.copyOf(response.body(), 2)).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void recordingsAreHonestlyNone() {
        assertThat(text(shard.get("/recordings/"))).contains("There are none");
        assertRefused(shard.get("/recordings/first.mp3"), 404);
    }

    static void assertCors(HttpResponse<byte[]> response) {
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(response.headers().firstValue("Access-Control-Max-Age")).contains("86400");
        assertThat(response.headers().firstValue("Access-Control-Expose-Headers"))
                .contains("X-Audio-Metadata");
    }

    static void assertRefused(HttpResponse<byte[]> response, int status) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(metadata(response)).startsWith("{\"kill_client\": true, \"message\": \"");
        assertThat(text(response).lines()).hasSize(1);
        assertCors(response);
    }
}
