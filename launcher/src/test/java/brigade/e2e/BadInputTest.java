package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundleWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever one client sends, it gets a 4xx of one line, and the others sing on without a gap. */
@Tag("slow")
@Tag("patient")
class BadInputTest {
    private static final int SONG_SECONDS = 14;
    private static final int BATCH = 28_800;
    /** Bad requests go on until the last robot has had so many answers: most of the song. */
    private static final int EXCHANGES_AMONG_BAD = 30;

    private static final long SEED = 20_261_121;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A bad request. */
    private static final class Bad {
        private final String what;
        private final String query;
        private final byte[] body;

        Bad(String what, String query, byte[] body) {
            this.what = what;
            this.query = query;
            this.body = body;
        }
    }

    @Test
    void aBadRequestIsOneLine_andTheOthersSingOn(@TempDir Path data) throws Exception {
        try (TestStack stack = TestStack.start(data, 2, TestStack.UNREHEARSED);
                Choir choir = Songs.undisturbed(attempt -> singAmongBadRequests(stack, attempt))) {
            RobotSinger leader = choir.robot("leader");
            RobotSinger second = choir.robot("second");
            RobotSinger last = choir.robot("last");

            for (RobotSinger robot : List.of(leader, second, last)) {
                assertThat(robot.report().errors()).isEmpty();
                assertThat(robot.recording().stretches()).hasSize(1);
            }
            new Ear(second).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            Ear ear = new Ear(last);
            ear.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            ear.hears(Chirp.CODE_1, 0, SONG_SECONDS, 0);
        }
    }

    private Choir singAmongBadRequests(TestStack stack, int attempt) throws Exception {
        Choir choir = new Choir(20 + attempt);
        choir.sing(
                RobotConfig.leader("leader", choir.newUserId(), 2), Choir.voice(Chirp.UP, SONG_SECONDS), stack.api(1));
        choir.sing(
                RobotConfig.follower("second", choir.newUserId()).withBucket(2),
                Choir.voice(Chirp.CODE_1, SONG_SECONDS),
                stack.api(2));
        RobotSinger last =
                choir.sing(RobotConfig.follower("last", choir.newUserId()).withBucket(3), new float[0], stack.api(1));
        int sent = 0;
        while (last.report().exchanges() < EXCHANGES_AMONG_BAD) {
            for (int shard = 1; shard <= 2; shard++) {
                for (Bad bad : badRequests(clock(stack.api(shard)))) {
                    refused(stack.api(shard), bad);
                    sent++;
                }
            }
            Thread.sleep(300);
        }
        System.out.println(sent + " bad requests");
        choir.awaitEnd();
        return choir;
    }

    private void refused(URI api, Bad bad) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(api + "?" + bad.query))
                        .timeout(Duration.ofSeconds(5))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bad.body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", bad.what, answer.body()).isBetween(400, 499);
        assertThat(answer.body().strip()).as(bad.what).hasLineCount(1).doesNotContain("\tat ", "Exception");
        JsonNode header = new JsonMapper()
                .readTree(answer.headers().firstValue("X-Audio-Metadata").orElse("{}"));
        assertThat(header.path("kill_client").asBoolean(false)).as(bad.what).isTrue();
        assertThat(header.path("message").asString("")).as(bad.what).isNotBlank();
    }

    private long clock(URI api) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(api).build(), HttpResponse.BodyHandlers.ofString());
        return new JsonMapper()
                .readTree(answer.headers().firstValue("X-Audio-Metadata").orElse("{}"))
                .path("server_clock")
                .asLong(0);
    }

    private static List<Bad> badRequests(long now) {
        byte[] sound = sound();
        byte[] none = new byte[0];
        long read = now - 6 * 48_000;
        long write = read - 60_000;
        String user = "userid=4711&n_samples=28800";
        String good = user + "&read_clock=" + read;
        String voice = good + "&write_clock=" + write;
        byte[] notOpus = sound.clone();
        notOpus[3] |= 3;
        notOpus[4] = 63;
        byte[] noise = new byte[3_000];
        new Random(SEED).nextBytes(noise);
        return List.of(
                new Bad("no user", "read_clock=" + read, none),
                new Bad("user id in letters", "userid=anna&n_samples=28800&read_clock=" + read, none),
                new Bad("negative user id", "userid=-1&n_samples=28800&read_clock=" + read, none),
                new Bad("user id over 64 bits", "userid=18446744073709551616&n_samples=28800&read_clock=" + read, none),
                new Bad("no read clock", user, none),
                new Bad("read clock with a point", user + "&read_clock=" + read + ".5", none),
                new Bad("read clock in the future", user + "&read_clock=" + (now + 480_000), none),
                new Bad("write clock in the future", good + "&write_clock=" + (now + 480_000), sound),
                new Bad("write clock older than the ring", good + "&write_clock=" + (now - 300 * 48_000), sound),
                new Bad("NaN volume", good + "&volume=NaN", none),
                new Bad("infinite volume", good + "&backing_volume=Infinity", none),
                new Bad("NaN in a fader", good + "&mic_volume=%5B%5B%221%22,NaN%5D%5D", none),
                new Bad("broken JSON", good + "&chat=%5B%22hi", none),
                new Bad("a parameter twice", good + "&read_clock=" + read, none),
                new Bad("a flag twice", good + "&user_summary=1&user_summary=1", none),
                new Bad("a packet cut off", voice, Arrays.copyOf(sound, sound.length - 5)),
                new Bad("bytes after the last packet", voice, Arrays.copyOf(sound, sound.length + 5)),
                new Bad("a packet that is not Opus", voice, notOpus),
                new Bad("noise", voice, noise),
                new Bad("text", voice, "hello".getBytes(StandardCharsets.US_ASCII)),
                new Bad("n_samples that does not fit", voice.replace("28800", "14400"), sound),
                new Bad("n_samples that Opus has no frames for", voice.replace("28800", "28801"), none),
                new Bad("too many samples", "userid=4711&n_samples=48120&read_clock=" + read, none),
                new Bad("a body over the limit", voice, new byte[3 << 20]),
                new Bad("json_len beyond the body", good + "&json_len=100", none));
    }

    private static byte[] sound() {
        try (BundleEncoder encoder =
                new BundleEncoder(OpusCodec.open(CodecChoice.AUTO).newEncoder())) {
            PacketBundleWriter packets = new PacketBundleWriter();
            encoder.encode(Choir.voice(Chirp.DOWN, 1), 0, BATCH, packets);
            return packets.toByteArray();
        }
    }
}
