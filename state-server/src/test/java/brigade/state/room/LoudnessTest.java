package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoudnessTest {
    @Test
    void aFullScaleToneNearOneKilohertzInOneChannelIsMinusThree() {
        // BS.1770-4, annex 1: "a 0 dB FS, 1 kHz (997 Hz) sine wave ... -3.01 LKFS".
        assertThat(Loudness.integratedLufs(tone(997, 1, 5))).isCloseTo(-3.01, within(0.02));
    }

    @Test
    void levelsFollowTheSound() {
        assertThat(Loudness.integratedLufs(tone(997, 0.1, 5))).isCloseTo(-23.01, within(0.02));
    }

    @Test
    void pausesDoNotMakeAPieceQuieter() {
        float[] piece = tone(997, 0.1, 20);
        Arrays.fill(piece, 5 * 48_000, 15 * 48_000, 0);

        assertThat(Loudness.integratedLufs(piece)).isCloseTo(-23.01, within(0.2));
    }

    @Test
    void silenceAndSnippetsHaveNoLoudness() {
        assertThat(Loudness.integratedLufs(new float[480_000])).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Loudness.integratedLufs(new float[100])).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({"0.001", "0.1", "1", "3"})
    void tracksComeToMinusTwenty(double peak) {
        float[] track = tone(500, peak, 5);

        TrackLibrary.normalise(track);

        assertThat(Loudness.integratedLufs(track)).isCloseTo(-20, within(0.01));
    }

    @Test
    void aTrackOfFewLoudClicksKeepsItsPeaksBelowFullScale() {
        float[] track = tone(500, 0.001, 10);
        track[48_000] = 0.5f;

        TrackLibrary.normalise(track);

        float peak = 0;
        for (float x : track) {
            peak = Math.max(peak, Math.abs(x));
        }
        assertThat(peak).isLessThanOrEqualTo(0.892f);
    }

    @Test
    void rmsOfASquareWaveIsItsHeight() {
        float[] square = new float[28_800];
        for (int i = 0; i < square.length; i++) {
            square[i] = i % 2 == 0 ? 0.5f : -0.5f;
        }
        assertThat(Loudness.rms(MemorySegment.ofArray(square), square.length)).isEqualTo(0.5f);
    }

    private static float[] tone(double hertz, double peak, int seconds) {
        float[] tone = new float[seconds * 48_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (peak * Math.sin(2 * Math.PI * hertz * i / 48_000));
        }
        return tone;
    }
}
