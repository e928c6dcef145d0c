package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.client.ClientOptions;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser against a real server: who presses "Just listen" hears the song, and is asked for nothing. */
@Tag("slow")
@ExtendWith(SharedStack.class)
class BrowserListenerTest {
    private static final int SONG_SECONDS = 60;
    private static final int SONGS_MAX = 3;
    private static final long BROWSER_MAX_S = 90;

    /** The script's own limit is 3 s; a machine that builds and tests at once is given more. */
    private static final int HEARD_MAX_MS = 15_000;

    @TempDir
    Path data;

    @Test
    void hearsTheSongAfterOnePressWithoutAPrompt(TestStack stack) throws Exception {
        int failed = -1;
        for (int song = 1; song <= SONGS_MAX && failed != 0; song++) {
            try (StreamChoir choir = new StreamChoir()) {
                StreamRobot leader = choir.sing(
                        StreamRobotConfig.singer("main", "leader")
                                .withOptions(ClientOptions.USUAL.withMarginMs(500))
                                .leading(1),
                        Choir.voice(Chirp.UP, SONG_SECONDS),
                        stack.url());
                StreamSongs.awaitSecond(leader, 1);
                try (BrowserScript script = BrowserScript.start(
                        data, "listener.mjs", stack.url().toString(), "--limit-ms", Integer.toString(HEARD_MAX_MS))) {
                    failed = script.awaitEnd(BROWSER_MAX_S);
                }
                System.out.print(leader.report().format("leader", leader.recording()));
                // What a machine that stood still sent too late nobody may hear: that song says nothing about the
                // page.
                if (!choir.wasDisturbed()) {
                    break;
                }
            }
        }
        assertThat(failed).isZero();
    }
}
