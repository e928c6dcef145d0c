package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The room of those who name none: nobody has a token, the server seats all, and they hear each other to the sample. */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
@ResourceLock(SharedStack.MAIN)
class StreamOpenRoomTest {
    private static final int SONG_SECONDS = 12;
    private static final Map<String, Chirp> VOICES = Map.of("anna", Chirp.CODE_1, "ben", Chirp.CODE_2);

    @Test
    void threeRowsHearEachOther(TestStack stack) throws Exception {
        try (StreamChoir choir = StreamSongs.undisturbed(() -> sing(stack))) {
            StreamRobot leader = choir.robot("leader");
            boolean annaFirst = row(choir.robot("anna")) == 2;
            String second = annaFirst ? "anna" : "ben";
            String third = annaFirst ? "ben" : "anna";
            assertThat(row(leader)).isEqualTo(1);
            assertThat(row(choir.robot(second))).isEqualTo(2);
            assertThat(row(choir.robot(third))).isEqualTo(3);

            for (Chirp chirp : Chirp.values()) {
                new Ear(leader).neverHears(chirp);
            }
            Ear ear = new Ear(choir.robot(second));
            ear.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            ear.neverHears(VOICES.getOrDefault(second, Chirp.UP));
            ear.neverHears(VOICES.getOrDefault(third, Chirp.UP));
            Ear last = new Ear(choir.robot(third));
            last.hears(Chirp.UP, 0, SONG_SECONDS, 0);
            last.hears(VOICES.getOrDefault(second, Chirp.UP), 0, SONG_SECONDS, 0);
            last.neverHears(VOICES.getOrDefault(third, Chirp.UP));
            for (String name : new String[] {"leader", "anna", "ben"}) {
                assertThat(choir.robot(name).report().errors()).as(name).isEmpty();
            }
        }
    }

    private static int row(StreamRobot robot) {
        return robot.report().seats().getLast().bucket();
    }

    private static StreamChoir sing(TestStack stack) throws Exception {
        StreamChoir choir = new StreamChoir();
        choir.singOn(
                StreamRobotConfig.singer("main", "leader").leading(16), Choir.voice(Chirp.UP, SONG_SECONDS), stack, 1);
        int shard = 1;
        for (Map.Entry<String, Chirp> voice : VOICES.entrySet()) {
            choir.singOn(
                    StreamRobotConfig.singer("main", voice.getKey()),
                    Choir.voice(voice.getValue(), SONG_SECONDS),
                    stack,
                    shard++);
        }
        choir.awaitEnd();
        return choir;
    }
}
