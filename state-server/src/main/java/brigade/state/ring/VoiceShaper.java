package brigade.state.ring;

/**
 * Turns a piece of voice into what is added to the rings: gain, limiter, fixed point. Agent thread only; every voice
 * has its own.
 */
final class VoiceShaper {
    /** Raw samples beyond it are cut: nothing that a codec makes of singing is louder. */
    private static final float RAW_MAX = 2;

    /** The largest shifted value whose square, 960 times, fits an int. */
    private static final int COARSE_MAX = 1448;

    /** Below this the shifted values are too coarse for an RMS. */
    private static final int COARSE_MIN = 128;

    /** A limiter's fall takes this long, 0.7 ms, so that it does not click. */
    private static final int FALL_SAMPLES = 32;

    /** The piece at hand, before the gain; the caller fills it. */
    final float[] x = new float[RingSize.BLOCK_SAMPLES];

    /** For pieces that are measured only. */
    final int[] unheard = new int[RingSize.BLOCK_SAMPLES];

    final VoiceLimiter limiter = new VoiceLimiter();

    private int shift = 10;
    private float gain = 1;
    private float factor;
    private int peak;
    private double energy;

    /** The fader's factor at the end of the last piece. */
    float gain() {
        return gain;
    }

    /** Sum of the squares of the piece after the fader, full scale 1. */
    double energy() {
        return energy;
    }

    /** Whether every sample of the piece came out 0. */
    boolean isSilent() {
        return peak == 0;
    }

    /** {@code fixed[at..)} becomes the piece times a gain that goes from {@code first} to {@code last}. */
    void toFixed(float first, float last, int[] fixed, int at, int samples) {
        gain = last;
        if (first == last) {
            factor = first * Kernels.ONE;
        } else {
            Kernels.ramp(x, 0, samples, first, last);
            factor = Kernels.ONE;
        }
        convert(fixed, at, samples);
        if (peak > RAW_MAX * Math.max(first, last) * Kernels.ONE) {
            Kernels.clamp(x, samples, first == last ? RAW_MAX : RAW_MAX * Math.min(first, last));
            convert(fixed, at, samples);
        }
    }

    /** Passes the piece of the last {@link #toFixed} through the limiter. */
    void limit(float limitRms, int[] fixed, int at, int samples) {
        float before = limiter.gain();
        float after = limiter.next(limitRms, energy / samples, peak / (double) Kernels.ONE, samples);
        if (before == 1 && after == 1) {
            return;
        }
        int fall = after < before ? Math.min(FALL_SAMPLES, samples) : samples;
        Kernels.ramp(x, 0, fall, before, after);
        Kernels.ramp(x, fall, samples, after, after);
        convert(fixed, at, samples);
    }

    private void convert(int[] fixed, int at, int samples) {
        long result = Kernels.toFixed(x, fixed, at, factor, shift, samples);
        peak = (int) (result >>> 32);
        int coarse = (int) result;
        // The shift was chosen for the piece before; a voice rarely changes so much that it does not fit this one.
        int coarsePeak = peak >> shift;
        if (coarsePeak > COARSE_MAX || (shift > 0 && coarsePeak < COARSE_MIN)) {
            shift = 0;
            while (peak >> shift > COARSE_MAX / 2) {
                shift++;
            }
            coarse = Kernels.energy(fixed, at, shift, samples);
        }
        double unit = (1 << shift) / (double) Kernels.ONE;
        energy = coarse * unit * unit;
    }
}
