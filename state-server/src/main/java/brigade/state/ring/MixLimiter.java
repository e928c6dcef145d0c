package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Keeps one listener's mix or one stream below the ceiling. It is given each piece together with the one that follows, so it is down
 * when a peak comes: over the 5 ms before it. Should a peak come unannounced (somebody wrote after the look-ahead was
 * taken) it is down at once. It rises by at most 20 dB/s. Agent thread only.
 */
final class MixLimiter {
    /** Samples of a step, 5 ms: the factor goes straight from step to step. Also the look-ahead. */
    static final int STEP_SAMPLES = 240;

    /** Peaks are rounded down, so this one may still be a hair above its value; the ceiling must hold that. */
    private static final int CEILING_PEAK = (int) (Levels.CEILING * Kernels.PEAK_ONE) - 1;

    private float gain = 1;

    float gain() {
        return gain;
    }

    void gain(float factor) {
        gain = factor;
    }

    /**
     * Holds a piece below the ceiling and puts it out; otherwise as {@link #hold}.
     *
     * @param out where to
     * @param offsetBytes where in {@code out}
     */
    void put(
            float[] y,
            int samples,
            int peak,
            float[] next,
            int nextSamples,
            int nextPeak,
            MemorySegment out,
            long offsetBytes) {
        hold(y, samples, peak, next, nextSamples, nextPeak);
        MemorySegment.copy(y, 0, out, JAVA_FLOAT_UNALIGNED, offsetBytes, samples);
    }

    /**
     * Holds a piece below the ceiling.
     *
     * @param y the piece; changed
     * @param peak upper bound of its peak, in peak units
     * @param next the piece that follows
     * @param nextSamples its length, 0 when nothing follows
     * @param nextPeak upper bound of its peak
     */
    void hold(float[] y, int samples, int peak, float[] next, int nextSamples, int nextPeak) {
        if (gain != 1 || peak > CEILING_PEAK || nextPeak > CEILING_PEAK) {
            limit(y, samples, next, nextSamples);
        }
    }

    private void limit(float[] y, int samples, float[] next, int nextSamples) {
        float need = need(y, 0, Math.min(STEP_SAMPLES, samples));
        for (int from = 0; from < samples; from += STEP_SAMPLES) {
            int to = Math.min(from + STEP_SAMPLES, samples);
            float following = to < samples
                    ? need(y, to, Math.min(to + STEP_SAMPLES, samples))
                    : need(next, 0, Math.min(STEP_SAMPLES, nextSamples));
            float first = Math.min(gain, need);
            float last = Math.min(Math.min(need, following), GainRamp.next(first, 1, to - from));
            Kernels.ramp(y, from, to, first, last);
            gain = last;
            need = following;
        }
        // The factors hold the ceiling up to rounding; this holds it for good.
        Kernels.clamp(y, samples, Levels.CEILING);
    }

    /** The factor that brings {@code y[from..to)} below the ceiling. */
    private static float need(float[] y, int from, int to) {
        int peak = Kernels.peak(y, from, to);
        return peak <= CEILING_PEAK ? 1 : CEILING_PEAK / (peak + 1f);
    }
}
