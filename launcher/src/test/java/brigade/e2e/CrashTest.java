package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes die in the middle of a song: the launcher starts them again, and the song goes on. */
@Tag("slow")
class CrashTest {
    private static final int SONG_SECONDS = 36;

    /** A restarted process is back within this, with the robots' back-off of at most 2 s, also on a busy machine. */
    private static final int BACK_SECONDS = 12;

    @Test
    void aShardThatDiesIsMissedByItsOwnSingersOnly_andTheSongOutlivesTheStateServer(@TempDir Path data)
            throws Exception {
        try (TestStack stack = TestStack.start(data, 2, TestStack.UNREHEARSED);
                Choir choir = new Choir(13)) {
            RobotSinger leader = choir.sing(
                    RobotConfig.leader("leader", choir.newUserId(), 2),
                    Choir.voice(Chirp.UP, SONG_SECONDS),
                    stack.api(1));
            RobotSinger near = choir.sing(
                    RobotConfig.follower("near", choir.newUserId()).withBucket(2),
                    Choir.voice(Chirp.CODE_1, SONG_SECONDS),
                    stack.api(1));
            RobotSinger far = choir.sing(
                    RobotConfig.follower("far", choir.newUserId()).withBucket(2),
                    Choir.voice(Chirp.CODE_2, SONG_SECONDS),
                    stack.api(2));
            RobotSinger last = choir.sing(
                    RobotConfig.follower("last", choir.newUserId()).withBucket(3), new float[0], stack.api(1));

            Songs.awaitSecond(leader, 6);
            long firstShard = stack.pid("shard-02");
            stack.kill("shard-02");
            Songs.awaitSecond(leader, 14);
            int errorsBefore = leader.report().errors().size();
            int restartsNear = near.report().restarts();
            int restartsLast = last.report().restarts();
            long songStart = leader.report().songStartSample();

            long firstServer = stack.pid("state-server");
            stack.kill("state-server");
            choir.awaitEnd();

            assertThat(stack.pid("shard-02")).isNotEqualTo(firstShard);
            assertThat(stack.pid("state-server")).isNotEqualTo(firstServer);
            stack.awaitAllReady();
            // The shard's death: nobody on the other shard lost anything.
            assertThat(errorsBefore).isZero();
            assertThat(restartsNear).isZero();
            assertThat(restartsLast).isZero();
            assertThat(far.report().restarts()).isPositive();
            new Ear(near).hears(Chirp.UP, 0, 8, 0);
            // The state server's death: the same song goes on, at the same clocks, to its end.
            Ear ear = new Ear(last);
            for (RobotSinger robot : new RobotSinger[] {leader, near, far, last}) {
                assertThat(robot.report().gaveUp()).isFalse();
                assertThat(robot.report().songStartSample()).isEqualTo(songStart);
                assertThat(robot.report().songEndSample()).isBetween(songStart, Long.MAX_VALUE - 1);
            }
            int from = 14 + BACK_SECONDS;
            for (Chirp chirp : new Chirp[] {Chirp.UP, Chirp.CODE_1, Chirp.CODE_2}) {
                int heard = ear.heard(chirp, from, SONG_SECONDS);
                System.out.println(chirp + " after both deaths: " + heard + " of " + (SONG_SECONDS - from));
                assertThat(heard).as("%s after both deaths", chirp).isEqualTo(SONG_SECONDS - from);
            }
        }
    }
}
