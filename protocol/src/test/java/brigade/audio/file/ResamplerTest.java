package brigade.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    private static final int OUT_HZ = 48_000;

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 22_050, 32_000, 44_100, 44_101, 88_200, 96_000, 192_000})
    void aSineInThePassBandComesOutAtTheSamePlaceAndLevel(int fromHz) {
        double hz = 0.41 * Math.min(fromHz, OUT_HZ);

        float[] out = Resampler.resample(sine(hz, fromHz, fromHz), fromHz, OUT_HZ);

        assertThat(out).hasSize(OUT_HZ);
        assertThat(errorDb(out, hz)).as("error against the ideal sine, dB").isLessThan(-90);
    }

    @ParameterizedTest
    @CsvSource({"96000, 24100", "96000, 30000", "96000, 47000", "192000, 24100", "192000, 70000", "88200, 25000"})
    void aSineAboveTheNewBandIsGone(int fromHz, double hz) {
        float[] out = Resampler.resample(sine(hz, fromHz, fromHz), fromHz, OUT_HZ);

        assertThat(db(out)).as("what is left of %s Hz, dB", hz).isLessThan(-98);
    }

    @ParameterizedTest
    @CsvSource({"8000, 3000", "16000, 6000", "32000, 12000", "44100, 18000"})
    void goingUpLeavesNoImage(int fromHz, double hz) {
        float[] out = Resampler.resample(sine(hz, fromHz, fromHz), fromHz, OUT_HZ);

        // Everything that is not the sine itself, its images at fromHz - hz included.
        assertThat(errorDb(out, hz)).isLessThan(-90);
    }

    @Test
    void theControl_droppingEverySecondSampleAliases() {
        float[] in = sine(30_000, 96_000, 96_000);
        float[] out = new float[OUT_HZ];
        for (int i = 0; i < OUT_HZ; i++) {
            out[i] = in[2 * i];
        }

        assertThat(db(out)).isGreaterThan(-10);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 44_100, 48_000, 44_101, 96_000})
    void aStreamInBlocksOfAnySizeGivesTheSameSamples(int fromHz) {
        long seed = 20_261_121;
        Random random = new Random(seed);
        float[] in = new float[20_000];
        for (int i = 0; i < in.length; i++) {
            in[i] = random.nextFloat() - 0.5f;
        }

        Resampler resampler = new Resampler(fromHz, OUT_HZ);
        FloatList out = new FloatList();
        for (int done = 0; done < in.length; ) {
            int block = Math.min(in.length - done, random.nextInt(700));
            float[] part = new float[block];
            System.arraycopy(in, done, part, 0, block);
            resampler.push(part, block, out);
            done += block;
        }
        resampler.finish(out);

        assertThat(out.toArray()).as("seed %d", seed).isEqualTo(Resampler.resample(in, fromHz, OUT_HZ));
    }

    @Test
    void theSameRateChangesNothing() {
        float[] in = sine(1_000, OUT_HZ, 100);

        assertThat(Resampler.resample(in, OUT_HZ, OUT_HZ)).isEqualTo(in);
    }

    @Test
    void aConstantStaysAConstant() {
        float[] in = new float[44_100];
        java.util.Arrays.fill(in, 0.5f);

        float[] out = Resampler.resample(in, 44_100, OUT_HZ);

        for (int i = 1_000; i < out.length - 1_000; i++) {
            assertThat(out[i]).isBetween(0.499_99f, 0.500_01f);
        }
    }

    @Test
    void nothingGivesNothing() {
        assertThat(Resampler.resample(new float[0], 44_100, OUT_HZ)).isEmpty();
        assertThat(Resampler.resample(new float[1], 44_100, OUT_HZ)).hasSize(2);
    }

    @Test
    void aRateOfZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Resampler(0, OUT_HZ));
    }

    private static float[] sine(double hz, int rateHz, int samples) {
        float[] sine = new float[samples];
        for (int i = 0; i < samples; i++) {
            sine[i] = (float) Math.sin(2 * Math.PI * hz * i / rateHz);
        }
        return sine;
    }

    /** Level against the ideal sine at 48 kHz, away from the edges. */
    private static double errorDb(float[] out, double hz) {
        float[] difference = sine(hz, OUT_HZ, out.length);
        for (int i = 0; i < out.length; i++) {
            difference[i] -= out[i];
        }
        return db(difference);
    }

    private static double db(float[] sound) {
        double sum = 0;
        int edge = 2_000;
        for (int i = edge; i < sound.length - edge; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return 10 * Math.log10(sum / (sound.length - 2 * edge) + 1e-30);
    }
}
