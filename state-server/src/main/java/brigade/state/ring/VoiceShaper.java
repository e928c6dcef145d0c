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

    /** The piece as it is added, fixed point; for its owner to read afterwards, and to use in between. */
    final int[] fixed = new int[RingSize.BLOCK_SAMPLES];

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

    /** Sum of the squares of the piece after the fader and before the limiter, full scale 1. */
    double energy() {
        return energy;
    }

    /** Whether every sample of the piece came out 0. */
    boolean isSilent() {
        return peak == 0;
    }

    /** Looks at the piece at {@code factor} without adding it to anything. */
    void measure(float factor, int samples) {
        toGain(factor, factor, samples);
        convert(samples);
        if (isBeyondRaw(factor)) {
            Kernels.clamp(x, samples, RAW_MAX);
            convert(samples);
        }
    }

    /**
     * Shapes the piece and adds it to {@code ring} at {@code sample}.
     *
     * <p>Nearly always the limiter rests before and after: then one loop converts, measures and adds. Only afterwards is
     * it known whether the limiter must act; if so the piece is taken out again, which leaves no trace.
     *
     * @param first gain at the piece's start
     * @param last gain at its end
     * @param limitRms what the limiter goes by
     */
    void shape(float first, float last, float limitRms, SampleRing ring, long sample, int samples) {
        boolean added = limiter.gain() == 1 && peak != 0;
        toGain(first, last, samples);
        if (added) {
            convertAndAdd(ring, sample, samples);
        } else {
            convert(samples);
        }
        if (isBeyondRaw(Math.max(first, last))) {
            added = undo(added, ring, sample, samples);
            Kernels.clamp(x, samples, first == last ? RAW_MAX : RAW_MAX * Math.min(first, last));
            convert(samples);
        }
        float before = limiter.gain();
        float after = limiter.next(limitRms, energy / samples, peak / (double) Kernels.ONE, samples);
        if (before != 1 || after != 1) {
            added = undo(added, ring, sample, samples);
            double unlimited = energy;
            int fall = after < before ? Math.min(FALL_SAMPLES, samples) : samples;
            Kernels.ramp(x, 0, fall, before, after);
            Kernels.ramp(x, fall, samples, after, after);
            convert(samples);
            energy = unlimited;
        }
        if (!added && peak != 0) {
            ring.add(sample, fixed, 0, samples);
        }
    }

    private boolean undo(boolean added, SampleRing ring, long sample, int samples) {
        if (added) {
            ring.subtract(sample, fixed, 0, samples);
        }
        return false;
    }

    private void toGain(float first, float last, int samples) {
        gain = last;
        if (first == last) {
            factor = first * Kernels.ONE;
        } else {
            Kernels.ramp(x, 0, samples, first, last);
            factor = Kernels.ONE;
        }
    }

    private boolean isBeyondRaw(float highest) {
        return peak > RAW_MAX * highest * Kernels.ONE;
    }

    private void convertAndAdd(SampleRing ring, long sample, int samples) {
        take(ring.addConverted(sample, x, factor, shift, fixed, 0, samples), samples);
    }

    private void convert(int samples) {
        take(Kernels.toFixed(x, fixed, 0, factor, shift, samples), samples);
    }

    /** Takes over peak and energy as the loops return them. */
    private void take(long result, int samples) {
        peak = (int) (result >>> 32);
        int coarse = (int) result;
        // The shift was chosen for the piece before; a voice rarely changes so much that it does not fit this one.
        int coarsePeak = peak >> shift;
        if (coarsePeak > COARSE_MAX || (shift > 0 && coarsePeak < COARSE_MIN)) {
            shift = 0;
            while (peak >> shift > COARSE_MAX / 2) {
                shift++;
            }
            coarse = Kernels.energy(fixed, 0, shift, samples);
        }
        double unit = (1 << shift) / (double) Kernels.ONE;
        energy = coarse * unit * unit;
    }
}
