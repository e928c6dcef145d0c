package brigade.state.room;

import brigade.audio.AudioFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How loud sound is: plain RMS, and integrated loudness by Recommendation ITU-R BS.1770-4 for mono at 48 kHz.
 *
 * <p>Its annex 1: two filters ("K-weighting", coefficients of tables 1 and 2), mean square over blocks of 400 ms that
 * overlap by 75 %, blocks below -70 LUFS left out, then those more than 10 LU below the rest.
 */
final class Loudness {
    /** Table 1: a shelf that stands for the head. */
    private static final double[] SHELF = {
        1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585
    };

    /** Table 2: a high pass. */
    private static final double[] HIGH_PASS = {1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621};

    private static final int BLOCK_SAMPLES = AudioFormat.SAMPLE_RATE_HZ * 4 / 10;
    private static final int STEP_SAMPLES = BLOCK_SAMPLES / 4;
    private static final double OFFSET_LU = -0.691;
    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double RELATIVE_GATE_LU = -10;

    /** Every so many samples are enough for a level that is only looked at. */
    private static final int RMS_STRIDE = 8;

    private Loudness() {}

    /** Samples by their number. */
    @FunctionalInterface
    interface Sound {
        /** Full scale is 1. */
        float at(int index);
    }

    /** RMS of the first {@code samples} floats of {@code pcm}, from every eighth. */
    static float rms(MemorySegment pcm, int samples) {
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < samples; i += RMS_STRIDE) {
            float x = pcm.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            sum += x * x;
            counted++;
        }
        float rms = (float) Math.sqrt(sum / Math.max(1, counted));
        return Float.isFinite(rms) ? rms : 0;
    }

    /** Integrated loudness in LUFS; minus infinity when nothing rises above the gate or it is shorter than 400 ms. */
    static double integratedLufs(float[] sound) {
        return integratedLufs(sound.length, i -> sound[i]);
    }

    /** The same of sound that lies elsewhere. */
    static double integratedLufs(int samples, Sound sound) {
        double[] steps = weightedStepSquares(samples, sound);
        int blocks = Math.max(0, steps.length - 3);
        double[] means = new double[blocks];
        for (int i = 0; i < blocks; i++) {
            means[i] = (steps[i] + steps[i + 1] + steps[i + 2] + steps[i + 3]) / BLOCK_SAMPLES;
        }
        double absolute = meanAbove(means, power(ABSOLUTE_GATE_LUFS));
        if (absolute == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double gate = Math.max(power(ABSOLUTE_GATE_LUFS), absolute * Math.pow(10, RELATIVE_GATE_LU / 10));
        return lufs(meanAbove(means, gate));
    }

    /** Sum of squares after both filters, per 100 ms. */
    private static double[] weightedStepSquares(int samples, Sound sound) {
        double[] sums = new double[samples / STEP_SAMPLES];
        double s1 = 0;
        double s2 = 0;
        double h1 = 0;
        double h2 = 0;
        for (int i = 0; i < sums.length * STEP_SAMPLES; i++) {
            // Transposed direct form II, twice.
            double x = sound.at(i);
            double shelved = SHELF[0] * x + s1;
            s1 = SHELF[1] * x - SHELF[3] * shelved + s2;
            s2 = SHELF[2] * x - SHELF[4] * shelved;
            double weighted = HIGH_PASS[0] * shelved + h1;
            h1 = HIGH_PASS[1] * shelved - HIGH_PASS[3] * weighted + h2;
            h2 = HIGH_PASS[2] * shelved - HIGH_PASS[4] * weighted;
            sums[i / STEP_SAMPLES] += weighted * weighted;
        }
        return sums;
    }

    private static double meanAbove(double[] means, double gate) {
        double sum = 0;
        int count = 0;
        for (double mean : means) {
            if (mean > gate) {
                sum += mean;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double lufs(double meanSquare) {
        return OFFSET_LU + 10 * Math.log10(meanSquare);
    }

    private static double power(double lufs) {
        return Math.pow(10, (lufs - OFFSET_LU) / 10);
    }
}
