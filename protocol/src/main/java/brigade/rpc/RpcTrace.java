package brigade.rpc;

/**
 * The times of a shard's latest calls: kept always, so that a load test or an operator can look at any time. Three
 * stores per call and no allocation; any thread may read.
 *
 * <p>All times are CLOCK_MONOTONIC on Linux, the same clock in all processes of a machine.
 */
public final class RpcTrace {
    /** How many calls are kept. */
    public static final int CALLS = 4_096;

    private static final int TIMES = 3;

    private final long[] times = new long[TIMES * CALLS];
    private long calls;

    /** An empty one. */
    public RpcTrace() {}

    /** Takes the calls of {@link #read} one by one. */
    @FunctionalInterface
    public interface Reader {
        /**
         * One call; all times in nanoseconds.
         *
         * @param signalNs handed to the server
         * @param awakeNs the server took it
         * @param finishNs the shard had its answer
         */
        void call(long signalNs, long awakeNs, long finishNs);
    }

    /** Notes a call that was answered. */
    synchronized void add(long signalNs, long awakeNs, long finishNs) {
        int at = TIMES * (int) (calls % CALLS);
        times[at] = signalNs;
        times[at + 1] = awakeNs;
        times[at + 2] = finishNs;
        calls++;
    }

    /**
     * Hands {@code reader} the calls from number {@code from} on, as far as they are kept; calls count from 0. Copies
     * first, so that no caller waits for the reader.
     *
     * @return number of the call after these, for the next look
     */
    public long read(long from, Reader reader) {
        long[] copy;
        long first;
        long next;
        synchronized (this) {
            next = calls;
            first = Math.clamp(from, Math.max(0, next - CALLS), next);
            copy = times.clone();
        }
        for (long call = first; call < next; call++) {
            int at = TIMES * (int) (call % CALLS);
            reader.call(copy[at], copy[at + 1], copy[at + 2]);
        }
        return next;
    }
}
