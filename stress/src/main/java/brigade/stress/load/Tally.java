package brigade.stress.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Counts what came back. Any thread; all its methods exclude each other, which at some thousand answers a second is
 * cheaper than merging later.
 *
 * <p>An answer counts in the second in which it came, a failure in the second in which it was noticed.
 */
public final class Tally {
    private static final long HIGHEST_US = 120_000_000;
    private static final int DIGITS = 3;
    private static final int SECOND_DIGITS = 2;

    /** Kinds of errors kept apart; further ones are counted together. */
    private static final int KINDS_MAX = 50;

    private static final String OTHER_KIND = "other errors";

    private final long startNs;
    private final long lateNs;
    private final Histogram latency = new Histogram(HIGHEST_US, DIGITS);
    private final Histogram service = new Histogram(HIGHEST_US, DIGITS);
    private final Map<String, Long> errorsByKind = new TreeMap<>();
    private final List<LoadSecond> seconds = new ArrayList<>();
    private final Histogram latencyThisSecond = new Histogram(HIGHEST_US, SECOND_DIGITS);

    private long lateThisSecond;
    private long errorsThisSecond;
    private long serviceNs;
    private long late;
    private long errors;
    private long probes;
    private long silentProbes;
    private long lastDoneNs;

    /** @param startNs the run's first intended time */
    public Tally(long startNs) {
        this(startNs, LoadPlan.TURN_NS);
    }

    /**
     * For what is late at another time than exchanges are.
     *
     * @param startNs the run's first intended time
     * @param lateNs what comes later than this after its intended time is late
     */
    public Tally(long startNs, long lateNs) {
        this.startNs = startNs;
        this.lateNs = lateNs;
        lastDoneNs = startNs;
    }

    /** A whole answer came. */
    public synchronized void answered(long intendedNs, long sentNs, long doneNs) {
        advanceTo(doneNs);
        long latencyUs = microseconds(doneNs - intendedNs);
        latency.recordValue(latencyUs);
        latencyThisSecond.recordValue(latencyUs);
        service.recordValue(microseconds(doneNs - sentNs));
        serviceNs += doneNs - sentNs;
        lastDoneNs = Math.max(lastDoneNs, doneNs);
        if (doneNs - intendedNs > lateNs) {
            late++;
            lateThisSecond++;
        }
    }

    /** No whole answer came. */
    public synchronized void failed(String kind, long doneNs) {
        advanceTo(doneNs);
        String counted = errorsByKind.containsKey(kind) || errorsByKind.size() < KINDS_MAX ? kind : OTHER_KIND;
        errorsByKind.merge(counted, 1L, Long::sum);
        errors++;
        errorsThisSecond++;
    }

    /** An answer was decoded. */
    synchronized void probed(boolean silent) {
        probes++;
        if (silent) {
            silentProbes++;
        }
    }

    /** What is counted so far. */
    public synchronized Counts counts() {
        return new Counts(
                latency.getTotalCount(),
                late,
                errors,
                probes,
                silentProbes,
                serviceNs,
                lastDoneNs - startNs,
                latency.getValueAtPercentile(99) / 1e3);
    }

    /** Everything, once no more comes. */
    public synchronized Outcome finish() {
        closeSecond();
        return new Outcome(counts(), latency.copy(), service.copy(), new TreeMap<>(errorsByKind), List.copyOf(seconds));
    }

    /** Ends the seconds that lie before {@code nowNs}. Answers that overtook each other stay in the later second. */
    private void advanceTo(long nowNs) {
        while ((nowNs - startNs) / 1_000_000_000L > seconds.size()) {
            closeSecond();
        }
    }

    private void closeSecond() {
        seconds.add(new LoadSecond(
                seconds.size(),
                latencyThisSecond.getTotalCount(),
                lateThisSecond,
                errorsThisSecond,
                latencyThisSecond.getValueAtPercentile(50) / 1e3,
                latencyThisSecond.getValueAtPercentile(99) / 1e3,
                latencyThisSecond.getMaxValue() / 1e3));
        latencyThisSecond.reset();
        lateThisSecond = 0;
        errorsThisSecond = 0;
    }

    private static long microseconds(long ns) {
        return Math.clamp(ns / 1_000, 0, HIGHEST_US);
    }

    /**
     * Totals so far.
     *
     * @param answered whole answers
     * @param late of these, how many came late: more than a turn after their intended time, unless told otherwise
     * @param errors requests without a whole answer
     * @param probes answers that were decoded
     * @param silent of these, how many were silent
     * @param serviceNs from sending to answer, all answers together
     * @param elapsedNs from the first intended time to the last answer
     * @param p99Ms latency from the intended time
     */
    public record Counts(
            long answered,
            long late,
            long errors,
            long probes,
            long silent,
            long serviceNs,
            long elapsedNs,
            double p99Ms) {}

    /**
     * All of it.
     *
     * @param latency microseconds from the intended time
     * @param service microseconds from sending
     */
    public record Outcome(
            Counts counts,
            Histogram latency,
            Histogram service,
            Map<String, Long> errorsByKind,
            List<LoadSecond> seconds) {}
}
