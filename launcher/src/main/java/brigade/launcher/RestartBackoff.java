package brigade.launcher;

/** How long to wait before a crashed child starts again: at once at first, longer each time, forgotten after a quiet while. */
final class RestartBackoff {
    private static final long FIRST_NS = 250_000_000L;
    private static final long LONGEST_NS = 10_000_000_000L;
    private static final long FORGET_AFTER_NS = 60_000_000_000L;

    private long nextNs = FIRST_NS;

    /**
     * The child ended.
     *
     * @param ranNs how long it had run
     * @return nanoseconds to wait now
     */
    long ended(long ranNs) {
        if (ranNs >= FORGET_AFTER_NS) {
            nextNs = FIRST_NS;
        }
        long delayNs = nextNs;
        nextNs = Math.min(2 * nextNs, LONGEST_NS);
        return delayNs;
    }
}
