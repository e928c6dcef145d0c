package brigade.shard;

import static brigade.shard.HttpApiTest.assertRefused;
import static brigade.shard.ShardUnderTest.CLOCK;
import static brigade.shard.ShardUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that cannot be taken: a 4xx with one line, the state server never asked, the user's codec as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class V1BadInputTest {
    private static final String WHO = "?userid=7&read_clock=" + CLOCK;

    private ShardUnderTest shard;

    @BeforeAll
    void start(@TempDir Path data) {
        shard = new ShardUnderTest(data);
    }

    @AfterAll
    void stop() {
        shard.close();
    }

    @BeforeEach
    void forget() {
        shard.state.asked.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userid=-1",
                "userid=1.0",
                "userid=abc",
                "userid=18446744073709551616",
                "userid=%D9%A1",
                "userid=+1",
                "userid=7&userid=7",
                "read_clock=" + CLOCK + "&read_clock=" + CLOCK,
                "read_clock=1e9",
                "read_clock=nan",
                "read_clock=99999999999999999999",
                "write_clock=12.5",
                "write_clock=x",
                "n_samples=abc",
                "n_samples=-120",
                "n_samples=100",
                "n_samples=2881",
                "n_samples=1.5",
                "volume=NaN",
                "volume=Infinity",
                "volume=0x1p1",
                "volume=1d",
                "volume=loud",
                "backing_volume=-Infinity",
                "user_backing_volume=nan",
                "bpm=fast",
                "bpm=-5",
                "bpm=100000",
                "repeats=x",
                "bpr=1.5",
                "monitor=me",
                "unmonitor=-3",
                "disableAutoGain=2",
                "disableSongVideo=yes",
                "chat=hello",
                "chat=%7B%7D",
                "chat=%5B1%5D",
                "chat=%5B%22a%22",
                "chat=%5B%5D%5B%5D",
                "mic_volume=%5B7,1%5D",
                "mic_volume=%5B%5B7%5D%5D",
                "mic_volume=%5B%5B7,NaN%5D%5D",
                "mic_volume=%5B%5B-7,1%5D%5D",
                "mic_volume=%5B%5B7,1e999%5D%5D",
                "mic_volume=%5B%5B7,1,1%5D%5D",
                "event_data=%7B%7D",
                "event_data=%5B%7B%22evid%22:1%7D%5D",
                "event_data=%5B%7B%22clock%22:1%7D%5D",
                "event_data=%5B%7B%22evid%22:%5B%5D,%22clock%22:1%7D%5D",
                "event_data=%5B%7B%22evid%22:1,%22clock%22:1e40%7D%5D",
                "client_telemetry=7",
                "client_telemetry=%7B",
                "json_len=9999",
                "json_len=-1",
                "room=a/b",
                "room=..%2Fx"
            })
    void malformedParametersAre400(String parameter) {
        String query = WHO;
        for (String name : new String[] {"userid", "read_clock"}) {
            if (parameter.startsWith(name)) {
                query = name.equals("userid") ? "?read_clock=" + CLOCK : "?userid=7";
            }
        }
        String samples = parameter.startsWith("n_samples") ? "" : "&n_samples=28800";
        assertRefused(shard.post("/api" + query + samples + "&" + parameter, new byte[0]), 400);
        assertThat(shard.state.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "?read_clock=85708800000000&n_samples=2880, userid is missing",
        "?userid=7&n_samples=2880, read_clock is missing",
        "?userid=7&read_clock=85708800000000, 'n_samples is missing, and there is no sound in the body'",
        "?userid=7&read_clock=85708800000000&n_samples=0, 'n_samples is missing, and there is no sound in the body'",
    })
    void whatIsMissingIsNamed(String query, String line) {
        HttpResponse<byte[]> response = shard.post("/api" + query, new byte[0]);
        assertRefused(response, 400);
        assertThat(text(response)).isEqualTo(line + "\n");
    }

    static Stream<byte[]> brokenBodies() {
        byte[] good = ShardUnderTest.tenPackets(new float[28_800]);
        byte[] notOpus = good.clone();
        notOpus[3] |= 3; // counted frames ...
        notOpus[4] = 63; // ... more than 120 ms
        return Stream.of(
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(good, good.length + 1),
                Arrays.copyOf(good, 2),
                new byte[] {1},
                new byte[] {1, 0, 0},
                "hello, this is text".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                notOpus);
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void brokenBodiesAre400(byte[] body) {
        assertRefused(shard.post("/api" + WHO, body), 400);
        assertThat(shard.state.asked).isEmpty();
    }

    @Test
    void samplesMustAgree() {
        byte[] good = ShardUnderTest.tenPackets(new float[28_800]);
        assertRefused(shard.post("/api" + WHO + "&n_samples=28920", good), 400);
        assertThat(shard.post("/api" + WHO + "&n_samples=28800", good).statusCode())
                .isEqualTo(200);
    }

    @Test
    void moreThanASecondIs413() {
        assertRefused(shard.post("/api" + WHO + "&n_samples=48120", new byte[0]), 413);
        byte[] long17 = new byte[1 + 17 * 3];
        long17[0] = 17;
        for (int i = 0; i < 17; i++) {
            long17[1 + 3 * i + 1] = 1;
            long17[1 + 3 * i + 2] = 3 << 3;
        }
        assertRefused(shard.post("/api" + WHO, long17), 413);
        assertThat(shard.state.asked).isEmpty();
    }

    /** A stream with refused requests in between sounds as one without: decoders were not touched. */
    @Test
    void refusedRequestsLeaveTheCodecAsItWas() {
        float[] sung = new float[28_800];
        for (int i = 0; i < sung.length; i++) {
            sung[i] = (float) (0.3 * Math.sin(i * 0.03));
        }
        byte[] good = ShardUnderTest.tenPackets(sung);
        byte[] endsBadly = Arrays.copyOf(good, good.length + 2);
        String plain = "?userid=100&write_clock=1&read_clock=" + CLOCK;
        String disturbed = "?userid=101&write_clock=1&read_clock=" + CLOCK;
        for (int round = 0; round < 3; round++) {
            shard.post("/api" + plain, good);
            float[] expected = shard.state.asked.getLast().sung();
            assertRefused(shard.post("/api" + disturbed, endsBadly), 400);
            assertRefused(shard.post("/api" + disturbed + "&volume=NaN", good), 400);
            shard.post("/api" + disturbed, good);
            assertThat(shard.state.asked.getLast().sung()).isEqualTo(expected);
        }
    }

    @Test
    void wrongCaseAndUnknownParametersAreIgnored() {
        String query = WHO + "&n_samples=2880&UserID=x&Read_Clock=y&epoch=3&hello&=&bpm=&write_clock=";
        assertThat(shard.post("/api" + query, new byte[0]).statusCode()).isEqualTo(200);
        assertThat(shard.state.asked.getFirst().json())
                .isEqualTo("{\"call\":\"exchange\",\"userid\":\"7\",\"n_samples\":2880,\"read_clock\":" + CLOCK + "}");
    }

    /** Noise in every place: always an answer in our form, and the shard lives. */
    @Test
    void noiseIsAnsweredInOurForm() {
        long seed = 4;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String[] names = {"userid", "read_clock", "n_samples", "chat", "volume", "json_len", "event_data", "mic_volume"
        };
        for (int i = 0; i < 500; i++) {
            StringBuilder query = new StringBuilder("?");
            for (int p = random.nextInt(6); p >= 0; p--) {
                query.append(names[random.nextInt(names.length)]).append('=');
                for (int c = random.nextInt(8); c >= 0; c--) {
                    query.append(String.format("%%%02X", random.nextInt(256)));
                }
                query.append('&');
            }
            byte[] body = new byte[random.nextInt(60)];
            random.nextBytes(body);
            HttpResponse<byte[]> response = shard.post("/api" + query, body);
            assertThat(response.statusCode()).isBetween(400, 413);
            assertRefused(response, response.statusCode());
        }
        assertThat(shard.post("/api" + WHO + "&n_samples=2880", new byte[0]).statusCode())
                .isEqualTo(200);
    }
}
