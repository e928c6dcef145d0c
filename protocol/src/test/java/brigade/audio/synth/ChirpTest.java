package brigade.audio.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChirpTest {
    private static final long SEED = 4;

    @ParameterizedTest
    @EnumSource
    void isFoundToTheSampleInNoise(Chirp chirp) {
        float[] recording = noise(48_000, 0.05);
        chirp.addTo(recording, 12_345, 0.25);

        Correlator.Match match = Correlator.of(chirp).best(recording, 0, recording.length);

        assertThat(match.at()).isCloseTo(12_345, within(0.3));
        assertThat(match.level()).isCloseTo(0.25, within(0.02));
        assertThat(match.similarity()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @EnumSource
    void noOtherChirpIsTakenForIt(Chirp chirp) {
        Correlator correlator = Correlator.of(chirp);
        for (Chirp other : Chirp.values()) {
            float[] recording = new float[3 * Chirp.SAMPLES];
            other.addTo(recording, Chirp.SAMPLES, 1);

            // The plain dot product over the energies, at any lag: what a partial overlap gives too.
            float[] sound = chirp.sound();
            double energy = dot(sound, sound, 0);
            double level = 0;
            for (int at = 0; at + Chirp.SAMPLES <= recording.length; at++) {
                level = Math.max(level, Math.abs(dot(sound, recording, at)) / energy);
            }
            if (other == chirp) {
                assertThat(correlator.best(recording, 0, recording.length).similarity())
                        .isCloseTo(1, within(1e-6));
            } else {
                assertThat(level).as("%s in %s", chirp, other).isLessThan(0.34);
            }
        }
    }

    @Test
    void halfASampleIsSeen() {
        float[] sound = Chirp.UP.sound();
        // The mean of two neighbours lies half a sample between them.
        float[] recording = new float[3_000];
        for (int i = 0; i < sound.length; i++) {
            recording[1_000 + i] += sound[i] / 2;
            recording[1_001 + i] += sound[i] / 2;
        }

        assertThat(Correlator.of(Chirp.UP).best(recording, 0, 3_000).at()).isCloseTo(1_000.5, within(0.05));
    }

    @Test
    void allFindsEachOnce() {
        float[] recording = noise(96_000, 0.02);
        int[] places = {0, 10_000, 40_000, 96_000 - Chirp.SAMPLES};
        for (int place : places) {
            Chirp.CODE_3.addTo(recording, place, 0.3);
        }
        Chirp.UP.addTo(recording, 70_000, 0.3);

        List<Correlator.Match> found = Correlator.of(Chirp.CODE_3).all(recording, 0.5);

        assertThat(found.stream().map(m -> (int) Math.round(m.at()))).containsExactly(0, 10_000, 40_000, 95_040);
        assertThat(Correlator.of(Chirp.CODE_4).all(recording, 0.5)).isEmpty();
    }

    @Test
    void silenceIsLikeNothing() {
        assertThat(Correlator.of(Chirp.UP).all(new float[10_000], 0.1)).isEmpty();
        assertThat(Correlator.of(Chirp.UP).all(new float[10], 0.1)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Correlator(new float[100]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlator.of(Chirp.UP).best(new float[10], 0, 10));
    }

    private static double dot(float[] sound, float[] recording, int at) {
        double sum = 0;
        for (int i = 0; i < sound.length; i++) {
            sum += (double) sound[i] * recording[at + i];
        }
        return sum;
    }

    private static float[] noise(int samples, double peak) {
        Random random = new Random(SEED);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) (peak * (2 * random.nextDouble() - 1));
        }
        return noise;
    }
}
