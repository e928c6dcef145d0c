package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.client.ClientOptions;
import brigade.client.ControlJson;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Old clients and new ones in one room, and rounds: each hears the earlier ones to the sample. */
@Tag("slow")
@EnabledIfSystemProperty(named = "brigade.unproven", matches = "true", disabledReason = "not shown to hold yet")
class StreamMixedRoomTest {
    private static final int SONG_SECONDS = 14;

    @Test
    void anOldClientFollowsNewOnes(@TempDir Path data) throws Exception {
        try (TestStack stack = TestStack.start(data, 2, Map.of());
                Choir old = new Choir(41);
                StreamChoir choir = new StreamChoir()) {
            choir.singOn(singer("leader").leading(16), Choir.voice(Chirp.UP, SONG_SECONDS), stack, 1);
            choir.singOn(singer("second"), Choir.voice(Chirp.CODE_1, SONG_SECONDS), stack, 2);
            RobotSinger follower = old.sing(
                    RobotConfig.follower("old", old.newUserId()),
                    Choir.voice(Chirp.CODE_2, SONG_SECONDS),
                    stack.api(1));
            StreamRobot listener = choir.singOn(StreamRobotConfig.listener("main", "listener"), new float[0], stack, 1);
            choir.awaitEnd();
            old.awaitEnd();

            assertThat(follower.report().errors()).isEmpty();
            new Ear(choir.robot("second")).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(choir.robot("second")).neverHears(Chirp.CODE_2);
            Ear ear = new Ear(follower);
            ear.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            ear.hears(Chirp.CODE_1, 0, SONG_SECONDS, 0);
            ear.neverHears(Chirp.CODE_2);
            new Ear(listener).hears(Chirp.CODE_2, 0, SONG_SECONDS, 0);
        }
    }

    @Test
    void newClientsFollowAnOldOne(@TempDir Path data) throws Exception {
        try (TestStack stack = TestStack.start(data, 2, Map.of());
                Choir old = new Choir(42);
                StreamChoir choir = new StreamChoir()) {
            choir.singOn(singer("second"), Choir.voice(Chirp.CODE_1, SONG_SECONDS), stack, 2);
            StreamRobot listener = choir.singOn(StreamRobotConfig.listener("main", "listener"), new float[0], stack, 1);
            StreamSongs.await(
                    "the two",
                    () -> listener.report().connections() > 0
                            && choir.robot("second").report().connections() > 0);
            old.sing(RobotConfig.leader("old", old.newUserId(), 8), Choir.voice(Chirp.UP, SONG_SECONDS), stack.api(1));
            choir.awaitEnd();
            old.awaitEnd();

            assertThat(choir.robot("second").report().seats().getLast().spacingSamples())
                    .isEqualTo(3 * 48_000);
            new Ear(choir.robot("second")).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(listener).hears(Chirp.UP, 0, SONG_SECONDS, 0);
            new Ear(listener).hears(Chirp.CODE_1, 0, SONG_SECONDS, 0);
        }
    }

    @Test
    void inARoundEachHearsHisOwnPartAgain(@TempDir Path data) throws Exception {
        try (TestStack stack = TestStack.start(data, 1, Map.of());
                StreamChoir choir = StreamSongs.undisturbed(() -> singRound(stack))) {
            StreamRobot leader = choir.robot("leader");
            StreamRobot second = choir.robot("second");
            assertThat(leader.report().errors()).isEmpty();
            Ear leads = new Ear(leader);
            assertThat(leads.heard(Chirp.UP, 0, 4)).isZero();
            leads.hears(Chirp.UP, 4, SONG_SECONDS, 0);
            leads.hears(Chirp.CODE_1, 4, SONG_SECONDS, 0);
            Ear follows = new Ear(second);
            follows.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            assertThat(follows.heard(Chirp.CODE_1, 0, 4)).isZero();
            follows.hears(Chirp.CODE_1, 4, SONG_SECONDS, 0);
        }
    }

    private static StreamChoir singRound(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        StreamRobot leader = choir.singOn(singer("leader").leading(16), Choir.voice(Chirp.UP, SONG_SECONDS), stack, 1);
        StreamRobot second = choir.singOn(singer("second"), Choir.voice(Chirp.CODE_1, SONG_SECONDS), stack, 1);
        StreamSongs.await(
                "both",
                () -> leader.report().connections() > 0 && second.report().connections() > 0);
        // A beat a second, four beats a part, one repeat: what was sung at second s sounds again at second s + 4.
        leader.client().session().send(ControlJson.message("tempo").put("bpm", 60));
        leader.client()
                .session()
                .send(ControlJson.message("rounds").put("bpr", 4).put("repeats", 1));
        choir.awaitEnd();
        return choir;
    }

    /** Somebody in the room of those who name none, on a machine that does other things too. */
    static StreamRobotConfig singer(String name) {
        return StreamRobotConfig.singer("main", name).withOptions(ClientOptions.USUAL.withMarginMs(250));
    }
}
