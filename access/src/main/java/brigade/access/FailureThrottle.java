package brigade.access;

import java.util.function.LongSupplier;

/**
 * Slows whoever tries wrong passwords, per address and room: five tries are free, then each next one has to wait twice as
 * long, 1 s to 60 s. Right passwords cost nothing: a church hall shares one address. Any thread; a few hundred bytes an
 * entry, at most {@value #ENTRIES_MAX} entries.
 *
 * <p>Once somebody waits, only one try is under way at a time: a hundred at once count as one.
 */
public final class FailureThrottle {
    /** Wrong passwords without a wait. */
    static final int FREE_FAILURES = 5;

    static final long WAIT_MIN_NS = 1_000_000_000L;
    static final long WAIT_MAX_NS = 60_000_000_000L;

    /** After this long without a wrong password all is forgotten. */
    static final long FORGET_NS = 900_000_000_000L;

    static final int ENTRIES_MAX = 10_000;

    private record Key(String address, String room) {}

    private static final class Tries {
        int failures;
        long lastFailureNs;
        /** Whether {@link #waitUntilNs} counts. */
        boolean waits;

        long waitUntilNs;

        /** Whether the one try that a waiting address has is being made. */
        boolean underWay;
    }

    private final BoundedMap<Key, Tries> entries = new BoundedMap<>(ENTRIES_MAX);
    private final LongSupplier nowNs;

    /** @param nowNs monotonic nanoseconds */
    public FailureThrottle(LongSupplier nowNs) {
        this.nowNs = nowNs;
    }

    /**
     * Asks for a try. When it may be made, {@link #succeeded} or {@link #failed} (or {@link #undecided}) has to follow.
     *
     * @return 0 when it may be made now; otherwise the seconds to wait, at least 1
     */
    public synchronized int tryBegin(String address, String room) {
        Tries tries = entries.get(new Key(address, room));
        if (tries == null) {
            return 0;
        }
        long now = nowNs.getAsLong();
        if (now - tries.lastFailureNs > FORGET_NS) {
            entries.remove(new Key(address, room));
            return 0;
        }
        if (tries.failures < FREE_FAILURES) {
            return 0;
        }
        if (tries.waits && now - tries.waitUntilNs < 0) {
            return (int) ((tries.waitUntilNs - now + 999_999_999L) / 1_000_000_000L);
        }
        waitFrom(tries, now); // until its outcome is known nobody else tries
        tries.underWay = true;
        return 0;
    }

    /** The password was right. */
    public synchronized void succeeded(String address, String room) {
        undecided(address, room);
    }

    /** Nothing was learnt: the server was busy. */
    public synchronized void undecided(String address, String room) {
        Tries tries = entries.get(new Key(address, room));
        if (tries != null && tries.underWay) {
            tries.underWay = false;
            tries.waits = false;
        }
    }

    /** The password was wrong. */
    public synchronized void failed(String address, String room) {
        Tries tries = entries.computeIfAbsent(new Key(address, room), _ -> new Tries());
        tries.failures++;
        tries.underWay = false;
        tries.lastFailureNs = nowNs.getAsLong();
        if (tries.failures >= FREE_FAILURES) {
            waitFrom(tries, tries.lastFailureNs);
        }
    }

    private static void waitFrom(Tries tries, long now) {
        int doublings = Math.min(tries.failures - FREE_FAILURES, 10);
        tries.waits = true;
        tries.waitUntilNs = now + Math.min(WAIT_MAX_NS, WAIT_MIN_NS << doublings);
    }

    /** Entries that are held. */
    synchronized int entries() {
        return entries.size();
    }
}
