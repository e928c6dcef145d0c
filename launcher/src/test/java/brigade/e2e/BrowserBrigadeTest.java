package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import brigade.audio.file.WavWriter;
import brigade.audio.synth.Chirp;
import brigade.robot.StreamRobot;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's sound in two real browsers behind a leader, over PulseAudio: each sings what it hears, and what it sings lies where
 * it heard it. The measuring is in web/e2e/brigade.mjs.
 */
@Tag("slow")
@ExtendWith(SharedStack.class)
class BrowserBrigadeTest {
    /** Seconds that are measured: fewer in CI than by hand. */
    private static final int MEASURED_SECONDS = Integer.getInteger("brigade.seconds", 10);

    /** Before it and after it: the sound's beginning, and the control. */
    private static final int SONG_SECONDS = MEASURED_SECONDS + 17;

    private static final int RUNS_MAX = 3;

    /** What the script answers when the machine slipped: that run says nothing. */
    private static final int SLIPPED = 2;

    /** Until both browsers sit, and until all is measured. */
    private static final long SEATED_MAX_S = 120;

    private static final long BROWSER_MAX_S = 240;

    /** The others take their rows meanwhile. */
    private static final double WAIT_SECONDS = 6;

    @TempDir
    Path data;

    @Test
    void twoBrowsersSingInTimeBehindALeader(TestStack stack) throws Exception {
        float[] voice = Choir.voice(Chirp.UP, SONG_SECONDS);
        Path leaderFile = data.resolve("leader.wav");
        WavWriter.write(leaderFile, voice, WavWriter.Encoding.FLOAT_32);
        int verdict = SLIPPED;
        for (int run = 1; run <= RUNS_MAX && verdict == SLIPPED; run++) {
            verdict = sing(stack, voice, leaderFile);
        }
        assumeThat(verdict).as("the machine stood still in each song").isNotEqualTo(SLIPPED);
        assertThat(verdict).isZero();
    }

    private int sing(TestStack stack, float[] voice, Path leaderFile) throws Exception {
        try (StreamChoir choir = new StreamChoir()) {
            StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"browsers\"");
            try (BrowserScript script = BrowserScript.start(
                    data,
                    "brigade.mjs",
                    stack.url().toString(),
                    "--room",
                    room.id(),
                    "--token",
                    room.token("helper"),
                    "--leader",
                    leaderFile.toString(),
                    "--chirp",
                    Long.toString(Choir.chirpAt(Chirp.UP, 0)),
                    "--seconds",
                    Integer.toString(MEASURED_SECONDS))) {
                if (script.awaitLine("seated", SEATED_MAX_S)) {
                    StreamRobot leader = choir.sing(
                            StreamWhoHearsWhomTest.singer(room, "leader", 500)
                                    .withSeat(1)
                                    .leading(WAIT_SECONDS),
                            voice,
                            stack.url());
                    int verdict = script.awaitEnd(BROWSER_MAX_S);
                    System.out.print(leader.report().format("leader", leader.recording()));
                    // What a leader sent too late nobody may hear: that song says nothing about the browsers.
                    return verdict != 0 && choir.wasDisturbed() ? SLIPPED : verdict;
                }
                return script.awaitEnd(1);
            }
        }
    }
}
