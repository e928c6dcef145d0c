package brigade.rpc;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a log readable: each distinct error is reported the first time and then at 10, 100, 1000... times, with its
 * count. Distinct = where, class and the place it was thrown from; the message may hold numbers that always differ.
 *
 * <p>Bounded: beyond {@link #DISTINCT_MAX} kinds the rest share one count. One thread at a time.
 */
public final class DistinctErrors {
    /** Kinds of errors told apart. */
    public static final int DISTINCT_MAX = 100;

    /** Takes what is worth a line in the log. */
    @FunctionalInterface
    public interface Report {
        /**
         * One line, and once a power of ten.
         *
         * @param where what was being done
         * @param count how often this error was seen so far
         * @param cause the latest of them
         */
        void error(String where, long count, Throwable cause);
    }

    private final Map<String, Long> counts = new HashMap<>();
    private final Report report;

    /**
     * Starts with no counts.
     *
     * @param report called by {@link #note}, on its thread
     */
    public DistinctErrors(Report report) {
        this.report = report;
    }

    /** Counts an error and reports it when its count is a power of ten. */
    public void note(String where, Throwable cause) {
        String kind = kindOf(where, cause);
        if (counts.size() >= DISTINCT_MAX && !counts.containsKey(kind)) {
            kind = "others";
        }
        long count = counts.merge(kind, 1L, Long::sum);
        if (isPowerOfTen(count)) {
            report.error(where, count, cause);
        }
    }

    private static String kindOf(String where, Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        String place = trace.length == 0 ? String.valueOf(cause.getMessage()) : trace[0].toString();
        return where + '|' + cause.getClass().getName() + '|' + place;
    }

    private static boolean isPowerOfTen(long count) {
        long rest = count;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
