package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.ShippedTracks;
import brigade.client.ControlJson;
import brigade.robot.StreamRobot;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream is encoded once per shard, however many hear it. */
@Tag("slow")
@Tag("patient")
class StreamEncodersTest {
    /** Singers without the leader; six rows. The stress command counts with 300. */
    private static final int FOLLOWERS = 15;

    private static final int SONG_SECONDS = 16;
    private static final int MEASURED_SECONDS = 6;

    @Test
    void sixRowsOverTwoShardsAreSixStreamsEach(@TempDir Path data) throws Exception {
        ShippedTracks.writeTo(data.resolve("tracks"));
        try (TestStack stack = TestStack.start(data, 2, Map.of());
                StreamChoir choir = new StreamChoir()) {
            StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"six rows\"");
            StreamRobot leader = choir.singOn(
                    StreamWhoHearsWhomTest.singer(room, "leader", 250)
                            .withSeat(1)
                            .leading(16),
                    Choir.voice(Chirp.UP, SONG_SECONDS),
                    stack,
                    1);
            float[] voice = Choir.voice(Chirp.CODE_1, SONG_SECONDS);
            StreamRobot last = leader;
            for (int i = 0; i < FOLLOWERS; i++) {
                // Rows 2 to 6, those of a row on both shards.
                last = choir.singOn(
                        StreamWhoHearsWhomTest.singer(room, "f" + i, 250).withSeat(2 + i / 3), voice, stack, 1 + i % 2);
            }
            StreamSongs.await("the leader", () -> leader.report().connections() > 0);
            leader.client().session().send(ControlJson.message("track").put("name", "ode-to-joy.wav"));
            StreamSongs.awaitSecond(last, 4);
            long beganNs = System.nanoTime();
            double before = encoded(choir, stack, 1) + encoded(choir, stack, 2);
            Thread.sleep(MEASURED_SECONDS * 1_000L);
            double after = encoded(choir, stack, 1) + encoded(choir, stack, 2);
            double seconds = (System.nanoTime() - beganNs) / 1e9;
            double perSecond = (after - before) / seconds;
            System.out.printf("%d singers on 2 shards: %.0f frames encoded a second%n", FOLLOWERS + 1, perSecond);
            // lead, backing, crowd/3 to crowd/6 on each of two shards, 50 frames a second.
            assertThat(perSecond).isBetween(0.8 * 600, 1.1 * 600);
            choir.awaitEnd();
        }
    }

    private static double encoded(StreamChoir choir, TestStack stack, int shard) throws Exception {
        String page = choir.get(URI.create("http://127.0.0.1:" + stack.shardPort(shard) + "/metrics"));
        return page.lines()
                .filter(line -> line.startsWith("brigade_frames_encoded_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
