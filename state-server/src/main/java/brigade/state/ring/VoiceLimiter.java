package brigade.state.ring;

/**
 * Holds one voice to at most 6 dB above the room's median voice. It sees each piece of up to 20 ms before it is added,
 * so it acts from the first sample; it goes by the piece's RMS and peak, not by a slow level. Agent thread only.
 *
 * <p>Over 200 ms the voice's energy stays below the limit (a leaky sum); a single block may be 3 dB above it, so that
 * the natural ripple of a voice near the limit is left alone; a peak may be 12 dB above it.
 */
final class VoiceLimiter {
    /** Weight of a block of 20 ms in the leaky sum: a time constant of 200 ms. */
    private static final double BLOCK_WEIGHT = 0.1;

    /** A block's energy may be twice the limit's, a shorter piece's more, but never more than a peak's. */
    private static final double BLOCK_BURST = 2;

    private static final double BURST_SAMPLES = RingSize.BLOCK_SAMPLES / 2.0;

    /**
     * A voice always has half the limit, 3 dB under it. Otherwise a limit that falls (the room's median does, when a soft
     * voice joins) finds the sum above it and mutes the voice, which then takes 2 s to come back.
     */
    private static final double LEAST_SHARE = 0.5;

    /** Peak above the limit's RMS: 12 dB, the crest of a voice. */
    private static final double PEAK_FACTOR = 4;

    private double energy;
    private float gain = 1;

    /** Factor at the end of the last piece. */
    float gain() {
        return gain;
    }

    /** Forgets what came before. */
    void reset() {
        energy = 0;
        gain = 1;
    }

    /**
     * Judges a piece.
     *
     * @param limitRms what the voice may have over time
     * @param meanSquare of the piece before this limiter
     * @param peak of the piece before this limiter
     * @return the factor at the piece's end, at most 1; the piece goes there from {@link #gain}, if that is higher at once
     */
    float next(float limitRms, double meanSquare, double peak, int samples) {
        double limit = (double) limitRms * limitRms;
        if (isHarmless(limit, limitRms, meanSquare, peak, samples)) {
            energy += BLOCK_WEIGHT * (meanSquare - energy);
            return 1;
        }
        double weight = BLOCK_WEIGHT * samples / RingSize.BLOCK_SAMPLES;
        double burst = Math.min(PEAK_FACTOR * PEAK_FACTOR, BLOCK_BURST * Math.max(1, BURST_SAMPLES / samples));
        double left = (limit - (1 - weight) * energy) / weight;
        double allowed = Math.min(limit * burst, Math.max(limit * LEAST_SHARE, left));
        double need = 1;
        if (meanSquare > allowed) {
            need = Math.sqrt(allowed / meanSquare);
        }
        if (peak * need > PEAK_FACTOR * limitRms) {
            need = PEAK_FACTOR * limitRms / peak;
        }
        float end = GainRamp.next(gain, (float) need, samples);
        double highest = Math.min(need, Math.max(gain, end));
        energy += weight * (meanSquare * highest * highest - energy);
        gain = end;
        return end;
    }

    /** Whether a whole block needs nothing: what {@link #next} would find too, without its divisions. */
    private boolean isHarmless(double limit, float limitRms, double meanSquare, double peak, int samples) {
        return gain == 1
                && samples == RingSize.BLOCK_SAMPLES
                && meanSquare <= BLOCK_BURST * limit
                && energy + BLOCK_WEIGHT * (meanSquare - energy) <= limit
                && peak <= PEAK_FACTOR * limitRms;
    }
}
