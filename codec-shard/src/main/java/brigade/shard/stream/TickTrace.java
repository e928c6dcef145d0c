package brigade.shard.stream;

/**
 * The times of the latest ticks, kept always, for load tests and operators. One thread adds, any thread reads. All times are
 * CLOCK_MONOTONIC on Linux, in nanoseconds.
 */
public final class TickTrace {
    /** How many ticks are kept. */
    public static final int TICKS = 4_096;

    private static final int TIMES = 6;

    private final long[] times = new long[TIMES * TICKS];
    private long ticks;

    /** An empty one. */
    TickTrace() {}

    /** Takes ticks one by one. */
    @FunctionalInterface
    public interface Reader {
        /**
         * One tick.
         *
         * @param signalNs the frame boundary
         * @param awakeNs the tick thread ran
         * @param answeredNs the state server had answered its last call
         * @param finishNs the last socket had its message
         * @param streams how many streams had something to encode
         * @param left whether there was no time for some voices, which the next tick takes
         */
        void tick(long signalNs, long awakeNs, long answeredNs, long finishNs, int streams, boolean left);
    }

    synchronized void add(long signalNs, long awakeNs, long answeredNs, long finishNs, int streams, boolean left) {
        int at = TIMES * (int) (ticks % TICKS);
        times[at] = signalNs;
        times[at + 1] = awakeNs;
        times[at + 2] = answeredNs;
        times[at + 3] = finishNs;
        times[at + 4] = streams;
        times[at + 5] = left ? 1 : 0;
        ticks++;
    }

    /**
     * Hands {@code reader} the ticks from number {@code from} on, as far as they are kept; they count from 0.
     *
     * @return number of the tick after these
     */
    public long read(long from, Reader reader) {
        long[] copy;
        long next;
        synchronized (this) {
            next = ticks;
            copy = times.clone();
        }
        for (long tick = Math.clamp(from, Math.max(0, next - TICKS), next); tick < next; tick++) {
            int at = TIMES * (int) (tick % TICKS);
            reader.tick(copy[at], copy[at + 1], copy[at + 2], copy[at + 3], (int) copy[at + 4], copy[at + 5] != 0);
        }
        return next;
    }
}
