package brigade.stress.report;

import brigade.stress.load.LoadPlan;
import brigade.stress.load.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Progress for people: on a terminal one line that is written over twice a second, otherwise a line every ten seconds.
 * One run at a time.
 */
public final class TerminalProgress implements Progress {
    private static final double PLAIN_INTERVAL_SECONDS = 10;
    private static final int LINE_CHARS = 100;

    private final PrintWriter out;
    private final boolean terminal;
    private double nextPlain = PLAIN_INTERVAL_SECONDS;
    private boolean lineOpen;

    /**
     * Writes to {@code out}.
     *
     * @param terminal whether a line can be written over
     */
    public TerminalProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void step(String what) {
        end();
        nextPlain = PLAIN_INTERVAL_SECONDS;
        out.println(what + " ...");
        out.flush();
    }

    @Override
    public void counted(LoadPlan plan, double elapsedSeconds, long answered, long late, long errors, double p99Ms) {
        String line = line(plan, elapsedSeconds, answered, late, errors, p99Ms);
        if (terminal) {
            out.printf(Locale.ROOT, "\r%-" + LINE_CHARS + "s", line);
            lineOpen = true;
            out.flush();
        } else if (elapsedSeconds >= nextPlain) {
            nextPlain += PLAIN_INTERVAL_SECONDS;
            out.println(line);
            out.flush();
        }
    }

    private static String line(
            LoadPlan plan, double elapsedSeconds, long answered, long late, long errors, double p99Ms) {
        double seconds = Math.max(0.001, elapsedSeconds);
        String rate = plan.sleep()
                ? String.format(Locale.ROOT, "%.0f of %.0f/s", answered / seconds, plan.intendedRate())
                : String.format(Locale.ROOT, "%.0f/s", answered / seconds);
        double left = plan.sleep()
                ? plan.seconds() - elapsedSeconds
                : answered == 0 ? plan.seconds() : seconds * (plan.requests() - answered) / answered;
        return String.format(
                Locale.ROOT,
                "%5.0f s  %d of %d  %s  p99 %.0f ms  late %d  errors %d  %.0f s left",
                elapsedSeconds,
                answered,
                plan.requests(),
                rate,
                p99Ms,
                late,
                errors,
                Math.max(0, left));
    }

    /** Ends an open line. */
    public void end() {
        if (lineOpen) {
            out.println();
            out.flush();
            lineOpen = false;
        }
    }
}
