package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.client.ClientOptions;
import brigade.client.ControlJson;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Old clients and new ones in one room, and rounds: each hears the earlier ones to the sample. One room, song after song. */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
class StreamMixedRoomTest {
    private static final int SONG_SECONDS = 14;

    /** So long may the machine stand still. */
    private static final double MARGIN_MS = 600;

    /** People come, their ways are measured, and after half of it all are seated. */
    private static final int WAIT_SECONDS = 12;

    @Test
    @ResourceLock(SharedStack.MAIN)
    void anOldClientFollowsNewOnes(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> singBeforeAnOldClient(stack))) {
            RobotSinger follower = choir.old().robot("old");
            assertThat(follower.report().errors()).isEmpty();
            new Ear(choir.robot("second")).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(choir.robot("second")).neverHears(Chirp.CODE_2);
            Ear ear = new Ear(follower);
            ear.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            ear.hears(Chirp.CODE_1, 0, SONG_SECONDS, 0);
            ear.neverHears(Chirp.CODE_2);
            new Ear(choir.robot("listener")).hears(Chirp.CODE_2, 0, SONG_SECONDS, 0);
        }
    }

    private static StreamChoir singBeforeAnOldClient(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        Choir old = choir.with(new Choir(41));
        RobotConfig follower = RobotConfig.follower("old", old.newUserId());
        RobotSinger robot = old.sing(follower, Choir.voice(Chirp.CODE_2, SONG_SECONDS), stack.api(1));
        // Who comes after the start is heard by nobody who listened before: listeners move between songs only.
        StreamSongs.await("the old client to come", () -> robot.report().exchanges() > 0);
        choir.singOn(singer("leader").leading(WAIT_SECONDS), Choir.voice(Chirp.UP, SONG_SECONDS), stack, 1);
        choir.singOn(singer("second"), Choir.voice(Chirp.CODE_1, SONG_SECONDS), stack, 2);
        choir.singOn(listener(), new float[0], stack, 1);
        choir.awaitEnd();
        return choir;
    }

    @Test
    @ResourceLock(SharedStack.MAIN)
    void newClientsFollowAnOldOne(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> singBehindAnOldClient(stack))) {
            StreamRobot second = choir.robot("second");
            StreamRobot listener = choir.robot("listener");
            assertThat(second.report().seats().getLast().spacingSamples()).isEqualTo(3 * 48_000);
            new Ear(second).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(listener).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(listener).hears(Chirp.CODE_1, 0, SONG_SECONDS, 0);
        }
    }

    private static StreamChoir singBehindAnOldClient(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        choir.singOn(singer("second"), Choir.voice(Chirp.CODE_1, SONG_SECONDS), stack, 2);
        choir.singOn(listener(), new float[0], stack, 1);
        choir.awaitComing();
        Choir old = choir.with(new Choir(42));
        RobotConfig leader = RobotConfig.leader("old", old.newUserId(), 8);
        old.sing(leader, Choir.voice(Chirp.UP, SONG_SECONDS), stack.api(1));
        choir.awaitEnd();
        return choir;
    }

    @Test
    @ResourceLock(SharedStack.MAIN)
    void whoComesToListenInMidSongHearsAnOldClientAlone(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> listenToAnOldClient(stack))) {
            StreamRobot listener = choir.robot("listener");
            assertThat(listener.report().seats().getLast().delaySamples()).isEqualTo(6 * 48_000);
            new Ear(listener).hears(Chirp.UP, SONG_SECONDS / 2, SONG_SECONDS, 0);
        }
    }

    private static StreamChoir listenToAnOldClient(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        Choir old = choir.with(new Choir(43));
        RobotConfig leader = RobotConfig.leader("old", old.newUserId(), 8);
        RobotSinger robot = old.sing(leader, Choir.voice(Chirp.UP, SONG_SECONDS), stack.api(1));
        Songs.awaitSecond(robot, 4);
        choir.singOn(listener(), new float[0], stack, 1);
        choir.awaitEnd();
        return choir;
    }

    @Test
    void inARoundEachHearsHisOwnPartAgain(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> singRound(stack))) {
            assertThat(choir.robot("leader").report().errors()).isEmpty();
            Ear leads = new Ear(choir.robot("leader"));
            assertThat(leads.heard(Chirp.UP, 0, 4)).isZero();
            leads.hears(Chirp.UP, 4, SONG_SECONDS, 0);
            leads.hears(Chirp.CODE_1, 4, SONG_SECONDS, 0);
            Ear follows = new Ear(choir.robot("second"));
            follows.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            assertThat(follows.heard(Chirp.CODE_1, 0, 4)).isZero();
            follows.hears(Chirp.CODE_1, 4, SONG_SECONDS, 0);
        }
    }

    private static StreamChoir singRound(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        // A room of its own: others' songs are no rounds.
        StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"round\",\"open\":true");
        StreamRobotConfig leads = singer(room.id(), "leader").leading(WAIT_SECONDS);
        StreamRobot leader = choir.singOn(leads, Choir.voice(Chirp.UP, SONG_SECONDS), stack, 1);
        choir.singOn(singer(room.id(), "second"), Choir.voice(Chirp.CODE_1, SONG_SECONDS), stack, 1);
        choir.awaitComing();
        // A beat a second, four beats a part, one repeat: what was sung at second s sounds again at second s + 4.
        leader.client().session().send(ControlJson.message("tempo").put("bpm", 60));
        leader.client()
                .session()
                .send(ControlJson.message("rounds").put("bpr", 4).put("repeats", 1));
        choir.awaitEnd();
        return choir;
    }

    private static StreamRobotConfig listener() {
        return StreamRobotConfig.listener("main", "listener").withOptions(ClientOptions.USUAL.withMarginMs(MARGIN_MS));
    }

    /** Somebody in the room of those who name none: there old clients are. */
    private static StreamRobotConfig singer(String name) {
        return singer("main", name);
    }

    private static StreamRobotConfig singer(String room, String name) {
        return StreamRobotConfig.singer(room, name).withOptions(ClientOptions.USUAL.withMarginMs(MARGIN_MS));
    }
}
