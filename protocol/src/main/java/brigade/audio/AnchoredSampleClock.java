package brigade.audio;

import java.util.function.LongSupplier;

/**
 * Sample clock that counts from an anchor by the monotonic clock alone: a stepped wall clock changes nothing.
 *
 * <p>Immutable; any thread. The wall clock is never read again once the anchor is taken.
 */
public final class AnchoredSampleClock implements SampleClock {
    /** 48,000 samples / 10^9 ns, shortened: 6 samples are 125,000 ns. */
    private static final long SAMPLES = 6;

    private static final long NANOSECONDS = 125_000;

    private final long anchorSamples;
    private final long anchorMonotonicNs;
    private final LongSupplier monotonicNs;

    /**
     * @param anchor where counting starts
     * @param monotonicNs the clock the anchor's {@code monotonicNs} was read from
     */
    public AnchoredSampleClock(ClockAnchor anchor, LongSupplier monotonicNs) {
        this.anchorSamples = epochNsToSamples(anchor.unixNs());
        this.anchorMonotonicNs = anchor.monotonicNs();
        this.monotonicNs = monotonicNs;
    }

    @Override
    public long nowSamples() {
        return anchorSamples + deltaNsToSamples(monotonicNs.getAsLong() - anchorMonotonicNs);
    }

    /** A difference of at most 48 years (beyond it, x 6 overflows) as whole samples, rounded down. */
    static long deltaNsToSamples(long deltaNs) {
        return Math.floorDiv(deltaNs * SAMPLES, NANOSECONDS);
    }

    /** Nanoseconds since the epoch as whole samples, rounded down. Divides first: today's value x 6 overflows. */
    static long epochNsToSamples(long unixNs) {
        long units = Math.floorDiv(unixNs, NANOSECONDS);
        long restNs = Math.floorMod(unixNs, NANOSECONDS);
        return units * SAMPLES + restNs * SAMPLES / NANOSECONDS;
    }
}
