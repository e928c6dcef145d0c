package brigade.journal;

/**
 * How much a journal keeps.
 *
 * @param maxBytes of all its segments; over it the oldest go, never the one that is written. At least two segments
 * @param maxAgeSeconds segments that ended longer ago go
 * @param freeBytesMin what has to stay free on the disk; below it nothing is written
 * @param segmentBytes a segment ends after so many
 */
public record JournalLimits(long maxBytes, long maxAgeSeconds, long freeBytesMin, long segmentBytes) {
    /** Bytes of one segment unless the journal is small. */
    private static final long SEGMENT_BYTES = 128L << 20;

    /** Checks them. */
    public JournalLimits {
        require(segmentBytes >= SegmentWriter.BLOCK_BYTES, "a segment needs at least " + SegmentWriter.BLOCK_BYTES);
        require(maxBytes >= 2 * segmentBytes, "a journal needs room for two segments");
        require(maxAgeSeconds >= 1, "a journal has to keep something");
        require(freeBytesMin >= 0, "what stays free cannot be negative");
    }

    /** With segments of a size that fits. */
    public static JournalLimits of(long maxBytes, long maxAgeSeconds, long freeBytesMin) {
        return new JournalLimits(maxBytes, maxAgeSeconds, freeBytesMin, Math.min(SEGMENT_BYTES, maxBytes / 4));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
