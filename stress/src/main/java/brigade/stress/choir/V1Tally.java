package brigade.stress.choir;

import brigade.stress.load.Tally;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the traffic of a run over v1: what counts, what came while a killed process was away, and what came before the
 * song, which does not count. Any thread.
 */
final class V1Tally {
    private final long startNs;
    private final Performance.Span away;
    private final Tally counted;
    private final Map<String, Long> expected = new TreeMap<>();
    private long unsent;
    private double behindMaxMs;

    /**
     * @param startNs what is due before does not count, unless it fails
     * @param away when errors are expected; an empty span for never
     */
    V1Tally(long startNs, Performance.Span away) {
        this.startNs = startNs;
        this.away = away;
        counted = new Tally(startNs);
    }

    /** A whole answer came. */
    synchronized void answered(long dueNs, long sentNs, long doneNs) {
        if (dueNs >= startNs && !away.overlaps(dueNs, doneNs)) {
            counted.answered(dueNs, sentNs, doneNs);
        }
    }

    /** No whole answer came. */
    synchronized void failed(String kind, long sentNs, long doneNs) {
        if (away.overlaps(sentNs, doneNs)) {
            expected.merge(kind, 1L, Long::sum);
        } else {
            counted.failed(kind, doneNs);
        }
    }

    /** A turn was left out because there was no time for it. */
    synchronized void unsent(long dueNs, long nowNs) {
        if (!away.overlaps(dueNs, nowNs)) {
            unsent++;
        }
    }

    /** The tester was that late with a turn, by its own fault. */
    synchronized void behind(double ms) {
        behindMaxMs = Math.max(behindMaxMs, ms);
    }

    /** How it goes. */
    Tally.Counts counts() {
        return counted.counts();
    }

    Tally.Outcome finish() {
        return counted.finish();
    }

    synchronized Map<String, Long> expectedErrors() {
        return new TreeMap<>(expected);
    }

    synchronized long unsentTurns() {
        return unsent;
    }

    synchronized double behindMaxMs() {
        return behindMaxMs;
    }
}
