package brigade.audio.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceSynthTest {
    private static final Melody LONG_A = Melody.parse("a", 60, "69:2");

    @Test
    void theSameSeedSingsTheSameSamples() {
        assertThat(new VoiceSynth(5).sing(Melody.FRERE_JACQUES))
                .isEqualTo(new VoiceSynth(5).sing(Melody.FRERE_JACQUES));
        assertThat(new VoiceSynth(5).sing(LONG_A)).isNotEqualTo(new VoiceSynth(6).sing(LONG_A));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void levelAndLengthAreThoseOfASinger(long seed) {
        float[] sound = new VoiceSynth(seed).sing(Melody.FRERE_JACQUES);

        assertThat(sound).hasSize(Melody.FRERE_JACQUES.samples());
        assertThat(rmsDb(sound, 0, sound.length)).isCloseTo(-20, within(0.1));
        float peak = 0;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(peak).isBetween(0.15f, 0.95f);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void thePitchIsThatOfTheNoteAndWavers(long seed) {
        float[] sound = new VoiceSynth(seed).sing(LONG_A);

        double least = Double.MAX_VALUE;
        double most = 0;
        for (int from = 24_000; from < 72_000; from += 2_400) {
            double hz = pitchHz(sound, from);
            hz *= hz < 330 ? 2 : 1;
            least = Math.min(least, hz);
            most = Math.max(most, hz);
        }
        assertThat((least + most) / 2).as("middle of the vibrato").isCloseTo(440, within(8.0));
        assertThat(1200 * Math.log(most / least) / Math.log(2))
                .as("vibrato in cents")
                .isBetween(15.0, 130.0);
    }

    @Test
    void aRestIsSilent() {
        float[] sound = new VoiceSynth(9).sing(Melody.parse("rest", 60, "60:1 -1:1 60:1"));

        assertThat(rmsDb(sound, 50_000, 94_000)).isLessThan(-100);
        assertThat(rmsDb(sound, 100_000, 140_000)).isGreaterThan(-30);
    }

    @Test
    void itGoesOnForAsLongAsAsked() {
        float[] sound = new VoiceSynth(9).sing(LONG_A, 250_000);

        assertThat(sound).hasSize(250_000);
        assertThat(rmsDb(sound, 200_000, 240_000)).isGreaterThan(-30);
    }

    /** Pitch by the first high peak of the autocorrelation, 80 to 1000 Hz. */
    private static double pitchHz(float[] sound, int from) {
        int window = 2_400;
        double[] correlation = new double[601];
        double best = 0;
        for (int lag = 48; lag <= 600; lag++) {
            for (int i = 0; i < window; i++) {
                correlation[lag] += (double) sound[from + i] * sound[from + i + lag];
            }
            best = Math.max(best, correlation[lag]);
        }
        for (int lag = 60; lag < 600; lag++) {
            double curve = correlation[lag - 1] - 2 * correlation[lag] + correlation[lag + 1];
            if (correlation[lag] > 0.8 * best
                    && correlation[lag] >= correlation[lag - 1]
                    && correlation[lag] > correlation[lag + 1]) {
                return 48_000 / (lag + 0.5 * (correlation[lag - 1] - correlation[lag + 1]) / curve);
            }
        }
        return 0;
    }

    private static double rmsDb(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return 10 * Math.log10(sum / (to - from) + 1e-30);
    }
}
