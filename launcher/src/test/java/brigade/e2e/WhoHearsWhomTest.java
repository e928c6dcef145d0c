package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.file.WavReader;
import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.audio.synth.ShippedTracks;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The brigade's one promise, over two shards: everyone hears all who sit before him, to the sample, and nobody else. */
@Tag("slow")
@Tag("patient")
class WhoHearsWhomTest {
    private static final int SONG_SECONDS = 14;
    private static final String TRACK = "ode-to-joy.wav";

    private static final Chirp LEADER = Chirp.UP;
    private static final Chirp SECOND = Chirp.CODE_1;
    private static final Chirp SECOND_WRONG_LATENCY = Chirp.CODE_3;
    private static final Chirp THIRD = Chirp.CODE_2;

    @Test
    void everyoneHearsTheEarlierOnesToTheSample_andNobodyElse(@TempDir Path data) throws Exception {
        ShippedTracks.writeTo(data.resolve("tracks"));
        try (TestStack stack = TestStack.start(data, 2, TestStack.UNREHEARSED);
                Choir choir = Songs.undisturbed(attempt -> sing(stack, attempt))) {
            RobotSinger leader = choir.robot("leader");
            RobotSinger second = choir.robot("second");
            RobotSinger third = choir.robot("third");
            RobotSinger last = choir.robot("last");

            // The control: what is there is found by the ear that is to find nothing elsewhere.
            assertThatThrownBy(() -> new Ear(last).neverHears(THIRD)).isInstanceOf(AssertionError.class);

            Ear leaderEar = new Ear(leader);
            for (Chirp chirp : Chirp.values()) {
                leaderEar.neverHears(chirp);
            }
            hearsTheTrack(leader, WavReader.read(data.resolve("tracks").resolve(TRACK)));

            Ear secondEar = new Ear(second);
            secondEar.hears(LEADER, 0, SONG_SECONDS, 0);
            secondEar.neverHears(SECOND);
            secondEar.neverHears(SECOND_WRONG_LATENCY);
            secondEar.neverHears(THIRD);

            Ear thirdEar = new Ear(third);
            thirdEar.hears(LEADER, 0, SONG_SECONDS, 0);
            thirdEar.hears(SECOND, 0, SONG_SECONDS, 0);
            thirdEar.hears(SECOND_WRONG_LATENCY, 1, SONG_SECONDS, -240);
            thirdEar.neverHears(THIRD);

            Ear lastEar = new Ear(last);
            lastEar.hears(LEADER, 0, SONG_SECONDS, 0);
            lastEar.hears(SECOND, 0, SONG_SECONDS, 0);
            lastEar.hears(THIRD, 0, SONG_SECONDS, 0);

            for (String name : new String[] {"leader", "second", "wrong latency", "third", "last"}) {
                assertThat(choir.robot(name).report().errors()).as(name).isEmpty();
                assertThat(choir.robot(name).recording().stretches()).as(name).hasSize(1);
            }
        }
    }

    private static Choir sing(TestStack stack, int attempt) throws Exception {
        Choir choir = new Choir(10 + attempt);
        choir.sing(
                RobotConfig.leader("leader", choir.newUserId(), 4).withCommand(0.6, "track", TRACK),
                Choir.voice(LEADER, SONG_SECONDS),
                stack.api(1));
        choir.sing(
                RobotConfig.follower("second", choir.newUserId()).withBucket(2),
                Choir.voice(SECOND, SONG_SECONDS),
                stack.api(2));
        // The control: 5 ms of latency that it does not have must be heard as 240 samples.
        choir.sing(
                RobotConfig.follower("wrong latency", choir.newUserId())
                        .withBucket(2)
                        .withLatencyMs(5),
                Choir.voice(SECOND_WRONG_LATENCY, SONG_SECONDS),
                stack.api(2));
        choir.sing(
                RobotConfig.follower("third", choir.newUserId()).withBucket(3),
                Choir.voice(THIRD, SONG_SECONDS),
                stack.api(2));
        choir.sing(RobotConfig.follower("last", choir.newUserId()).withBucket(4), new float[0], stack.api(1));
        choir.awaitEnd();
        return choir;
    }

    /** The track begins at the song's start, to the sample. */
    private static void hearsTheTrack(RobotSinger leader, float[] track) {
        long start = leader.report().songStartSample();
        float[] sixSeconds = java.util.Arrays.copyOf(track, 6 * 48_000);
        float[] heard = leader.recording().at(start - 1_000, start + 7 * 48_000);
        Correlator.Match match = new Correlator(sixSeconds).best(heard, 0, 2_000);

        assertThat(match.similarity())
                .as("the track in what the leader hears: %s", match)
                .isGreaterThan(0.9);
        assertThat(Math.abs(match.at() - 1_000)).as("samples off: %s", match).isLessThanOrEqualTo(1);
    }
}
