package brigade.state.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sound after a count-in is the same sound later, to the sample, wherever a reader begins. */
class DelayedSoundTest {
    private static final int DELAY = 1_500;
    private static final int LENGTH = 5_000;

    private final float[] samples = new float[LENGTH];
    private final BackingSound track;

    DelayedSoundTest() {
        for (int i = 0; i < LENGTH; i++) {
            samples[i] = (i + 1) / 8_192f;
        }
        track = BackingSound.track(samples).delayed(DELAY);
    }

    @Test
    void itIsTheSameSoundLater() {
        BackingSound.Piece piece = new BackingSound.Piece();
        for (int length : new int[] {1, 77, 960}) {
            for (long from = 0; from < DELAY + LENGTH + 960; from += 61) {
                boolean sounds = track.locate(from, length, piece);
                for (int i = 0; i < length; i++) {
                    long at = from + i - DELAY;
                    int expected = at < 0 || at >= LENGTH ? 0 : (int) (samples[(int) at] * BackingSound.ONE);
                    assertThat(sounds ? piece.samples[piece.at + i] : 0).isEqualTo(expected);
                }
            }
        }
        assertThat(track.samples()).isEqualTo(DELAY + LENGTH);
    }

    @Test
    void clicksStayOnTheBeatAfterTheCountIn() {
        BackingSound click = BackingSound.metronome(120, 4);
        BackingSound later = click.delayed(DELAY);
        BackingSound.Piece one = new BackingSound.Piece();
        BackingSound.Piece two = new BackingSound.Piece();
        for (long from = 0; from < 60_000; from += 959) {
            boolean sounds = click.locate(from, 959, one);
            assertThat(later.locate(from + DELAY, 959, two)).isEqualTo(sounds);
            for (int i = 0; sounds && i < 959; i++) {
                assertThat(two.samples[two.at + i]).isEqualTo(one.samples[one.at + i]);
            }
        }
        assertThat(later.isMetronome()).isTrue();
        assertThat(later.samples()).isEqualTo(Long.MAX_VALUE);
        assertThat(click.delayed(0)).isSameAs(click);
    }

    @Test
    void accentsAreWhereTheyWereSaid() {
        // Bars of three beats of half a second, the first and the third accented.
        BackingSound click = BackingSound.metronome(120, 3, new int[] {1, 3});
        BackingSound.Piece piece = new BackingSound.Piece();
        for (int beat = 0; beat < 9; beat++) {
            assertThat(click.locate(beat * 24_000L, 480, piece)).isTrue();
            int loudest = 0;
            for (int i = 0; i < 480; i++) {
                loudest = Math.max(loudest, Math.abs(piece.samples[piece.at + i]));
            }
            boolean accent = loudest > 0.6 * BackingSound.ONE;
            assertThat(accent).as("beat %d", beat).isEqualTo(beat % 3 != 1);
        }
    }

    @Test
    void theCountInIsKeptWithTheSong(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("room-main.ring");
        long start = 1_795_262_400L * 48_000;
        MixRings rings = new MixRings(RingMemory.reserve(file, new RingSize(60 * 48_000, 20 * 48_000)), start);
        rings.startSong(new SongPlan(start, 7, 120, 8, 2, true, "tune", 4));
        MixRings again = new MixRings(Objects.requireNonNull(RingMemory.recover(file)), start + 960);
        SongPlan plan = again.songs().getLast().plan();
        assertThat(plan.countInBeats()).isEqualTo(4);
        assertThat(plan.countInSamples()).isEqualTo(96_000);
        assertThat(plan.metronome()).isTrue();
        assertThat(plan.trackName()).isEqualTo("tune");
    }
}
