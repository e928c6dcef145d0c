package brigade.access;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * How many things of one kind one address, or one room, may make within any hour; rooms: {@value #PER_HOUR_MAX}. Any thread; at most
 * {@value #ENTRIES_MAX} makers are remembered.
 */
public final class CreationLimit {
    static final int PER_HOUR_MAX = 20;
    static final int ENTRIES_MAX = 10_000;
    static final long HOUR_NS = 3_600_000_000_000L;

    /** When each maker made his latest, oldest first. */
    private final BoundedMap<String, ArrayDeque<Long>> made = new BoundedMap<>(ENTRIES_MAX);

    private final LongSupplier nowNs;
    private final int perHourMax;

    /**
     * That of rooms.
     *
     * @param nowNs monotonic nanoseconds
     */
    public CreationLimit(LongSupplier nowNs) {
        this(nowNs, PER_HOUR_MAX);
    }

    /**
     * That of something else.
     *
     * @param nowNs monotonic nanoseconds
     * @param perHourMax how many, at least 1
     */
    public CreationLimit(LongSupplier nowNs, int perHourMax) {
        this.nowNs = nowNs;
        this.perHourMax = perHourMax;
    }

    /**
     * Counts one that this maker wants to make.
     *
     * @return 0 when it may; otherwise the seconds to wait, at least 1, and nothing is counted
     */
    public synchronized int tryMake(String address) {
        long now = nowNs.getAsLong();
        ArrayDeque<Long> times = made.computeIfAbsent(address, _ -> new ArrayDeque<>(2));
        while (!times.isEmpty() && now - times.getFirst() >= HOUR_NS) {
            times.removeFirst();
        }
        if (times.size() >= perHourMax) {
            long waitNs = times.getFirst() + HOUR_NS - now;
            return (int) ((waitNs + 999_999_999L) / 1_000_000_000L);
        }
        times.addLast(now);
        return 0;
    }

    /** Takes back the latest of this maker: it was not made after all. */
    public synchronized void notMade(String address) {
        ArrayDeque<Long> times = made.get(address);
        if (times != null) {
            times.pollLast();
        }
    }

    /** Makers that are held. */
    synchronized int entries() {
        return made.size();
    }
}
