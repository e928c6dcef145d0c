package brigade.launcher;

/** How long to wait before a crashed child starts again: at once at first, longer each time, forgotten after a quiet while. */
final class RestartBackoff {
    /** After a second end in a row. */
    private static final long FIRST_NS = 250_000_000L;

    private static final long LONGEST_NS = 10_000_000_000L;

    /** Who served so long does not fail at the start: that he comes back at once is worth more. */
    private static final long FORGET_AFTER_NS = 10_000_000_000L;

    private long nextNs;

    /**
     * The child ended.
     *
     * @param ranNs how long it had run
     * @return nanoseconds to wait now
     */
    long ended(long ranNs) {
        if (ranNs >= FORGET_AFTER_NS) {
            nextNs = 0;
        }
        long delayNs = nextNs;
        nextNs = Math.clamp(2 * nextNs, FIRST_NS, LONGEST_NS);
        return delayNs;
    }
}
