package brigade.stress.choir;

import brigade.stress.load.MessageCounts;
import brigade.stress.load.Tally;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;

/** Counts the traffic of a run over v2; what comes before {@link #begin} does not count, but for errors. Any thread. */
final class V2Counts extends MessageCounts {
    /** A message that comes later than this after its last frame closed. */
    static final long LATE_NS = 20_000_000L;

    private final LongPredicate isAway;
    private final LongAdder missing = new LongAdder();
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, Long> expected = new TreeMap<>();
    private volatile @org.jspecify.annotations.Nullable Tally tally;
    private double behindMaxMs;

    /** @param isAway whether errors are expected at a time */
    V2Counts(LongPredicate isAway) {
        this.isAway = isAway;
    }

    /** The song begins. */
    void begin(long nowNs) {
        tally = new Tally(nowNs, LATE_NS);
        counting(true);
    }

    /** A mix came whose last frame closed at {@code closedNs}. */
    void came(long closedNs, long nowNs) {
        Tally counted = tally;
        if (counted != null) {
            came();
            counted.answered(closedNs, closedNs, nowNs);
        }
    }

    /** So many mixes did not come: a server that is late by half a second leaves them out. */
    void missing(long messages, long nowNs) {
        if (!isAway.test(nowNs)) {
            missing.add(messages);
        }
    }

    long missingMessages() {
        return missing.sum();
    }

    void error(String kind, long nowNs) {
        boolean isExpected = isAway.test(nowNs);
        synchronized (this) {
            (isExpected ? expected : errors).merge(kind, 1L, Long::sum);
        }
    }

    /** The tester was that late with a message, by its own fault. */
    void behind(double ms) {
        if (ms > behindMaxMs && tally != null) {
            behindMaxMs = ms; // one thread calls
        }
    }

    double behindMaxMs() {
        return behindMaxMs;
    }

    Tally.Outcome finish() {
        return java.util.Objects.requireNonNull(tally, "not begun").finish();
    }

    synchronized Map<String, Long> errors() {
        return new TreeMap<>(errors);
    }

    synchronized Map<String, Long> expectedErrors() {
        return new TreeMap<>(expected);
    }
}
