package brigade.state.ring;

/**
 * A factor that falls at once (over the block at hand) and rises by at most 20 dB/s: ears first. Agent thread only.
 */
final class GainRamp {
    /** ln 10 / 48000: a factor of 10, 20 dB, in a second; used as 1 + n * this, which stays below the exponential. */
    private static final double RISE_PER_SAMPLE = Math.log(10) / 48_000;

    /** A rise starts here at the latest, -40 dB: from zero no number of decibels leads up. */
    private static final float FLOOR = 0.01f;

    private GainRamp() {}

    /** Where a factor that stands at {@code now} may stand {@code samples} later on its way to {@code target}. */
    static float next(float now, float target, int samples) {
        if (target <= now) {
            return target;
        }
        return Math.min(target, Math.max(now, Math.min(FLOOR, target)) * (float) (1 + RISE_PER_SAMPLE * samples));
    }
}
