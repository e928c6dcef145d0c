package brigade.audio;

/**
 * Samples {@code [startSample, endSample)}: positions count 48 kHz samples since the Unix epoch.
 *
 * @param startSample position of the first sample
 * @param endSample position after the last sample; not below {@code startSample}
 */
public record SampleRange(long startSample, long endSample) {
    /** No sample at all. */
    public static final SampleRange EMPTY = new SampleRange(0, 0);

    /** Refuses an end before the start. */
    public SampleRange {
        if (endSample < startSample) {
            throw new IllegalArgumentException("range ends at " + endSample + ", before its start " + startSample);
        }
    }

    /** The range of {@code samples} that ends at {@code endSample}: how exchange v1 names ranges. */
    public static SampleRange endingAt(long endSample, long samples) {
        return new SampleRange(endSample - samples, endSample);
    }

    /** How many samples. */
    public long samples() {
        return endSample - startSample;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return startSample == endSample;
    }

    /** Whether the sample at {@code position} belongs to it. */
    public boolean contains(long position) {
        return position >= startSample && position < endSample;
    }

    /** What both hold; {@link #EMPTY} when nothing. */
    public SampleRange intersect(SampleRange other) {
        long start = Math.max(startSample, other.startSample);
        long end = Math.min(endSample, other.endSample);
        return start < end ? new SampleRange(start, end) : EMPTY;
    }
}
