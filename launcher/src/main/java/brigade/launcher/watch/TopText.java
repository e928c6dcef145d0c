package brigade.launcher.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code brigade top} shows. Stateless. */
public final class TopText {
    /** From here on people hear it. */
    private static final double LATE_MAX_PERCENT = 1;

    private static final double TICK_MAX_MS = 20;
    private static final double LAG_MAX_SECONDS = 5;
    private static final double MIB = 1 << 20;

    private TopText() {}

    /**
     * A process.
     *
     * @param name as in the log folder
     * @param cpuPercent of a core
     * @param residentBytes memory in RAM
     * @param busiest its busiest thread
     */
    public record Row(String name, double cpuPercent, long residentBytes, ProcessLook.Busiest busiest) {}

    /**
     * All lines.
     *
     * @param title what stands above all
     * @param away parts that do not answer
     */
    public static List<String> lines(String title, HouseLook house, List<Row> processes, List<String> away) {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        lines.add(String.format(
                Locale.ROOT,
                "%d rooms, %d singing; %d singers, %d listeners",
                house.rooms(),
                house.singing(),
                house.singers(),
                house.listeners()));
        lines.add(String.format(
                Locale.ROOT,
                "sound late %s   underruns %.1f/s   ticks p99 %s, overrun %.1f/s   calls p99 %.1f ms",
                percent(house.latePercent()),
                house.underruns(),
                millis(house.tickP99Ms()),
                house.overruns(),
                house.callP99Ms()));
        lines.add(String.format(
                Locale.ROOT,
                "journals %.1f s behind, %d records lost; %d singers off time",
                house.journalLagSeconds(),
                house.journalLost(),
                house.offTime()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-14s %7s %9s   %s", "process", "CPU %", "memory", "busiest thread"));
        for (Row row : processes) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s %7.1f %6.0f MB   %s %.1f %%",
                    row.name(),
                    row.cpuPercent(),
                    row.residentBytes() / MIB,
                    row.busiest().name(),
                    row.busiest().percent()));
        }
        lines.addAll(warnings(house, processes, away));
        return lines;
    }

    /** What somebody should look at, each with what to do. */
    static List<String> warnings(HouseLook house, List<Row> processes, List<String> away) {
        List<String> lines = new ArrayList<>();
        away.forEach(part -> lines.add("! " + part + " does not answer: its log is in DATA/logs"));
        if (house.latePercent() > LATE_MAX_PERCENT || house.tickP99Ms() > TICK_MAX_MS) {
            lines.add(
                    "! sound leaves late: people hear drop-outs. Fewer singers, more cores, or less else on this machine");
        }
        if (house.journalLagSeconds() > LAG_MAX_SECONDS || house.journalLost() > 0) {
            lines.add("! the journal cannot be written in time: is the disk full or slow? Singing goes on");
        }
        for (Row row : processes) {
            if (row.busiest().percent() > 90) {
                lines.add("! " + row.busiest().name() + " of " + row.name() + " has no time left on its core");
            }
        }
        return lines;
    }

    private static String percent(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f %%", value);
    }

    private static String millis(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return Double.isInfinite(value) ? "over 500 ms" : String.format(Locale.ROOT, "under %.0f ms", value);
    }
}
