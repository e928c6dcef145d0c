package brigade.shard;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.stream.FakeStage;
import brigade.shard.stream.StreamClient;
import brigade.wire.stream.Direction;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamMessageReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard with real WebSocket clients before it and a state server in memory behind it. */
class StreamTest {
    private static final long START = 85_708_800_000_000L;
    private static final int SPACING = 9_600;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<StreamClient> clients = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private final FakeStage stage = new FakeStage(this::clock, SPACING);

    @TempDir
    Path folder;

    private CodecShard shard;

    private long clock() {
        return START + (System.nanoTime() - startNs) * 6 / 125_000;
    }

    @BeforeEach
    void start() {
        CodecShardConfig config = new CodecShardConfig(
                1,
                "127.0.0.1",
                0,
                folder,
                folder,
                CodecChoice.AUTO,
                "secret",
                100,
                1_000_000,
                false,
                List.of("https://choir.example"),
                null,
                false);
        FakeState v1 = new FakeState();
        shard = new CodecShard(config, v1::newCall, this::clock, stage);
    }

    @AfterEach
    void stop() {
        clients.forEach(StreamClient::close);
        shard.close();
    }

    private StreamClient join(String name) throws InterruptedException {
        StreamClient client = StreamClient.join(http, shard.port(), name);
        clients.add(client);
        return client;
    }

    @Test
    void encodesEachStreamOnceAndSendsEachBucketTheSameBytes() throws Exception {
        for (int bucket = 0; bucket <= 6; bucket++) {
            join("a" + bucket);
            join("b" + bucket);
        }
        Thread.sleep(3_000); // lets frames close; nothing is timed
        stage.sounding = false;
        Thread.sleep(300);
        int frames = stage.framesInAll();
        assertThat(frames).isGreaterThan(6 * 50);
        assertThat(metric("brigade_frames_encoded_total")).isEqualTo(frames);
        assertThat(metric("brigade_frames_silent_total")).isZero();
        for (int i = 0; i < clients.size(); i += 2) {
            checkPair(i / 2, clients.get(i), clients.get(i + 1));
        }
    }

    private static void checkPair(int bucket, StreamClient first, StreamClient second) {
        Map<Long, byte[]> byClock = new HashMap<>();
        StreamMessageReader reader = new StreamMessageReader();
        int frames = bucket == 0 ? 10 : 3;
        long last = -1;
        int most = 0;
        for (byte[] message : first.mixes) {
            reader.read(message, 0, message.length, Direction.TO_CLIENT);
            assertThat(reader.kind()).isEqualTo(MessageKind.MIX);
            assertThat(reader.bucket(0)).isEqualTo(bucket);
            assertThat(reader.packets(0)).isEqualTo(frames);
            if (last >= 0) {
                assertThat(reader.clock(0)).isEqualTo(last + 960L * frames);
            }
            last = reader.clock(0);
            byClock.put(last, message);
            most = Math.max(most, reader.sections());
            for (int i = 0; i < reader.sections(); i++) {
                assertThat(reader.stream(i)).isIn((Object[]) streamsOf(bucket));
            }
        }
        assertThat(byClock).hasSizeGreaterThan(bucket == 0 ? 3 : 15);
        assertThat(most).isEqualTo(streamsOf(bucket).length);
        int shared = 0;
        for (byte[] message : second.mixes) {
            reader.read(message, 0, message.length, Direction.TO_CLIENT);
            byte[] same = byClock.get(reader.clock(0));
            if (same != null) {
                assertThat(message).isEqualTo(same);
                shared++;
            }
        }
        assertThat(shared).isGreaterThan(bucket == 0 ? 3 : 15);
    }

    private static Integer[] streamsOf(int bucket) {
        return switch (bucket) {
            case 0 -> new Integer[] {StreamId.ALL};
            case 1 -> new Integer[] {StreamId.BACKING};
            case 2 -> new Integer[] {StreamId.LEAD, StreamId.BACKING};
            default -> new Integer[] {StreamId.LEAD, StreamId.BACKING, StreamId.CROWD};
        };
    }

    private double metric(String name) throws Exception {
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shard.port() + "/metrics"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        double sum = 0;
        Matcher line =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*\\})? (\\S+)$").matcher(page.body());
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return sum;
    }

    @Test
    void answersPingInTheShardAndPassesControlOn() throws Exception {
        StreamClient singer = join("a1");
        StreamClient other = join("b2");
        assertThat(singer.subprotocol()).isEqualTo("brigade.v2");
        singer.text("{\"type\":\"ping\",\"t\":12.5}");
        String pong = singer.await("pong");
        assertThat(pong)
                .contains("\"t\":12.5")
                .contains("\"clockAtReceive\":857088")
                .contains("\"clockAtSend\":857088");
        singer.text("{\"type\":\"chat\",\"text\":\"\\u00e4 \uD83C\uDFB5\",\"x\":{\"y\":[1,2,{}]}}");
        assertThat(other.await("chat")).contains("\uD83C\uDFB5").contains("[1,2,{}]");
        singer.text("{\"type\":\"stats\",\"underruns\":3}");
        singer.text("{\"type\":\"chat\",\"text\":\"end\"}");
        other.await("chat");
        assertThat(metric("brigade_client_underruns_total")).isEqualTo(3);
        assertThat(singer.closed.isDone()).isFalse();
        assertThat(stage.events).anyMatch(event -> event.contains("\"stats\""));
    }
}
