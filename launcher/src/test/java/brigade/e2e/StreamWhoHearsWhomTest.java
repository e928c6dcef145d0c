package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import brigade.audio.Gain;
import brigade.audio.synth.Chirp;
import brigade.client.ClientOptions;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The brigade's promise over stream v2, with half a second from row to row: everyone hears all who sit before him, to the
 * sample and as loud as the rules say, and nobody else; on every shard the same.
 */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
class StreamWhoHearsWhomTest {
    private static final int SONG_SECONDS = 14;
    private static final double WAIT_SECONDS = 16;
    private static final Chirp LEADER = Chirp.UP;
    private static final Chirp SECOND = Chirp.CODE_1;
    private static final Chirp THIRD = Chirp.CODE_2;

    /** What is sung, see Choir.voice. */
    private static final double SUNG = 0.15;

    private static final double ROOM = 1.2;

    /** Loud and soft voices pass the codec and the limiters' smoothing with a little change. */
    private static final double LEVEL_DB = 1.5;

    @Test
    void everyoneHearsTheEarlierOnesToTheSample_onBothShards_andSoDoesAListener(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> sing(stack))) {
            StreamRobot leader = choir.robot("leader");
            StreamRobot second = choir.robot("second");
            StreamRobot third = choir.robot("third");
            StreamRobot other = choir.robot("third elsewhere");
            StreamRobot listener = choir.robot("listener");

            for (String name : new String[] {"leader", "second", "third", "third elsewhere", "listener"}) {
                assertThat(choir.robot(name).report().errors()).as(name).isEmpty();
                assertThat(choir.robot(name).report().connections()).as(name).isEqualTo(1);
            }
            // Half a second where the machine does nothing else; what it measures decides, and nothing below depends on
            // it.
            long spacing = third.report().seats().getLast().spacingSamples();
            System.out.printf("rows %.2f s apart%n", spacing / 48_000.0);
            assertThat(spacing % 960).isZero();
            assertThat(spacing).isBetween(19_200L, 144_000L);

            // The control: what is there is found by the ear that is to find nothing elsewhere.
            assertThatThrownBy(() -> new Ear(listener).neverHears(THIRD)).isInstanceOf(AssertionError.class);

            for (Chirp chirp : Chirp.values()) {
                new Ear(leader).neverHears(chirp);
            }
            Ear secondEar = new Ear(second);
            secondEar.hears(LEADER, 0, SONG_SECONDS, 0);
            secondEar.neverHears(SECOND);
            secondEar.neverHears(THIRD);
            for (StreamRobot robot : new StreamRobot[] {third, other}) {
                Ear ear = new Ear(robot);
                ear.hears(LEADER, 0, SONG_SECONDS, 0);
                ear.hears(SECOND, 0, SONG_SECONDS, 0);
                ear.neverHears(THIRD);
                // The crowd is scaled by how many voices sound, the leader never: two sound, his and this one.
                assertLevel(ear.level(LEADER, 3, SONG_SECONDS), SUNG * Gain.LEADER_FACTOR * ROOM);
                assertLevel(ear.level(SECOND, 3, SONG_SECONDS), SUNG * ROOM * Math.sqrt(3.0 / (2 + 2)));
            }
            sameSound(third, other);
            Ear all = new Ear(listener);
            all.hears(LEADER, 0, SONG_SECONDS, 0);
            all.hears(SECOND, 0, SONG_SECONDS, 0);
            all.hears(THIRD, 0, SONG_SECONDS, 0);
        }
    }

    private static void assertLevel(double level, double expected) {
        assertThat(Gain.toDb(level / expected))
                .as("level %.3f, expected %.3f", level, expected)
                .isCloseTo(0, within(LEVEL_DB));
    }

    /** Two shards encode the same samples, each from the song's start on: what comes out is the same but for rounding. */
    private static void sameSound(StreamRobot one, StreamRobot other) {
        long start = one.report().songStartSample() + 48_000;
        float[] a = one.recording().at(start, start + 10 * 48_000);
        float[] b = other.recording().at(start, start + 10 * 48_000);
        float[] difference = new float[a.length];
        int same = 0;
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
            same += a[i] == b[i] ? 1 : 0;
        }
        double soundDb = Loudness.rmsDb(a, 0, a.length);
        double differenceDb = Loudness.rmsDb(difference, 0, a.length);
        System.out.printf(
                "row 3 on two shards: sound %.1f dBFS, difference %.1f dBFS, %.1f %% of the samples equal%n",
                soundDb, differenceDb, 100.0 * same / a.length);
        assertThat(differenceDb).isLessThan(soundDb - 25);
    }

    private static StreamChoir sing(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"three rows\",\"listening\":\"token\"");
        choir.singOn(
                singer(room, "leader", 250).withSeat(1).leading(WAIT_SECONDS),
                Choir.voice(LEADER, SONG_SECONDS),
                stack,
                1);
        choir.singOn(singer(room, "second", 250).withSeat(2), Choir.voice(SECOND, SONG_SECONDS), stack, 2);
        choir.singOn(singer(room, "third", 250).withSeat(3), Choir.voice(THIRD, SONG_SECONDS), stack, 1);
        choir.singOn(singer(room, "third elsewhere", 250).withSeat(3), new float[0], stack, 2);
        choir.singOn(
                StreamRobotConfig.listener(room.id(), "listener").withToken(room.token("listener")),
                new float[0],
                stack,
                2);
        choir.awaitEnd();
        return choir;
    }

    /** Somebody who may sit where he likes, and who plays so late that half a second from row to row is what he needs. */
    static StreamRobotConfig singer(StreamRoom room, String name, double marginMs) {
        return StreamRobotConfig.singer(room.id(), name)
                .withToken(room.token("helper"))
                .withOptions(ClientOptions.USUAL.withMarginMs(marginMs));
    }
}
