package brigade.state.room;

import brigade.audio.AudioFormat;

/** A budget that fills with time: so many a second, and so many at once. Agent thread only. */
final class Rate {
    private final double perSample;
    private final double burst;
    private double left;
    private long lastSample;

    /** Begins full. */
    Rate(double perSecond, double burst) {
        this.perSample = perSecond / AudioFormat.SAMPLE_RATE_HZ;
        this.burst = burst;
        this.left = burst;
    }

    /** Takes one, unless there is none left at {@code now}. */
    boolean take(long now) {
        if (lastSample != 0) {
            left = Math.min(burst, left + Math.max(0, now - lastSample) * perSample);
        }
        lastSample = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
