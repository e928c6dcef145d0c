package brigade.access;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * How many rooms one address may make: {@value #PER_HOUR_MAX} within any hour. Any thread; at most {@value #ENTRIES_MAX}
 * addresses are remembered.
 */
public final class CreationLimit {
    static final int PER_HOUR_MAX = 20;
    static final int ENTRIES_MAX = 10_000;
    static final long HOUR_NS = 3_600_000_000_000L;

    /** When each address made its latest rooms, oldest first. */
    private final BoundedMap<String, ArrayDeque<Long>> made = new BoundedMap<>(ENTRIES_MAX);

    private final LongSupplier nowNs;

    /** @param nowNs monotonic nanoseconds */
    public CreationLimit(LongSupplier nowNs) {
        this.nowNs = nowNs;
    }

    /**
     * Counts a room that this address wants to make.
     *
     * @return 0 when it may; otherwise the seconds to wait, at least 1, and nothing is counted
     */
    public synchronized int tryMake(String address) {
        long now = nowNs.getAsLong();
        ArrayDeque<Long> times = made.computeIfAbsent(address, _ -> new ArrayDeque<>(2));
        while (!times.isEmpty() && now - times.getFirst() >= HOUR_NS) {
            times.removeFirst();
        }
        if (times.size() >= PER_HOUR_MAX) {
            long waitNs = times.getFirst() + HOUR_NS - now;
            return (int) ((waitNs + 999_999_999L) / 1_000_000_000L);
        }
        times.addLast(now);
        return 0;
    }

    /** Takes back the latest room of this address: it was not made after all. */
    public synchronized void notMade(String address) {
        ArrayDeque<Long> times = made.get(address);
        if (times != null) {
            times.pollLast();
        }
    }

    /** Addresses that are held. */
    synchronized int entries() {
        return made.size();
    }
}
