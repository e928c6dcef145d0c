package brigade.shard.takes;

import java.util.ArrayList;
import java.util.List;

/**
 * Integrated loudness of mono sound at 48 kHz after ITU-R BS.1770-5, as EBU R 128 uses it: K-weighting, blocks of 400 ms every 100 ms,
 * gates at -70 LUFS and 10 LU below the mean of what is left. Ours, as the only library on Maven Central wraps a native one and has
 * not been looked after. One thread.
 */
final class LoudnessMeter {
    /** Of silence. */
    static final double SILENCE_LUFS = -70;

    private static final int STEP_SAMPLES = 4_800;
    private static final int STEPS_PER_BLOCK = 4;
    private static final double OFFSET_DB = -0.691;
    private static final double GATE_LU = 10;

    /** Annex 1, tables 1 and 2, for 48 kHz: b0 b1 b2 a1 a2. */
    private static final double[] SHELF = {
        1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585
    };

    private static final double[] HIGH_PASS = {1, -2, 1, -1.99004745483398, 0.99007225036621};

    private final double[] shelf = new double[2];
    private final double[] highPass = new double[2];
    private final List<Double> steps = new ArrayList<>();
    private double sum;
    private int inStep;

    /** Takes more sound. */
    void take(float[] pcm, int count) {
        for (int i = 0; i < count; i++) {
            double weighted = filter(filter(pcm[i], SHELF, shelf), HIGH_PASS, highPass);
            sum += weighted * weighted;
            if (++inStep == STEP_SAMPLES) {
                steps.add(sum / STEP_SAMPLES);
                sum = 0;
                inStep = 0;
            }
        }
    }

    /** Direct form II, transposed. */
    private static double filter(double in, double[] c, double[] state) {
        double out = c[0] * in + state[0];
        state[0] = c[1] * in - c[3] * out + state[1];
        state[1] = c[2] * in - c[4] * out;
        return out;
    }

    /** Loudness of all that was taken; {@link #SILENCE_LUFS} when no block is louder. */
    double integratedLufs() {
        List<Double> blocks = new ArrayList<>();
        for (int i = 0; i + STEPS_PER_BLOCK <= steps.size(); i++) {
            double power = 0;
            for (int k = 0; k < STEPS_PER_BLOCK; k++) {
                power += steps.get(i + k) / STEPS_PER_BLOCK;
            }
            blocks.add(power);
        }
        double loud = mean(blocks, power(SILENCE_LUFS));
        if (loud == 0) {
            return SILENCE_LUFS;
        }
        return lufs(mean(blocks, Math.max(power(SILENCE_LUFS), power(lufs(loud) - GATE_LU))));
    }

    private static double mean(List<Double> blocks, double above) {
        double sum = 0;
        int count = 0;
        for (double power : blocks) {
            if (power > above) {
                sum += power;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double lufs(double power) {
        return OFFSET_DB + 10 * Math.log10(power);
    }

    private static double power(double lufs) {
        return Math.pow(10, (lufs - OFFSET_DB) / 10);
    }
}
