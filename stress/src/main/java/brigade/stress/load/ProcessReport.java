package brigade.stress.load;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What the processes used during a run.
 *
 * @param processes each server process and the tester
 * @param coresBusy share of each core that was in use, by whomever; 0..1
 * @param othersCpuMs what the cores did beside these processes
 * @param points one per process and second
 * @param seconds how long was watched
 */
public record ProcessReport(
        List<Used> processes, List<Double> coresBusy, double othersCpuMs, List<Point> points, double seconds) {
    /** The name of all other programs among the points; they have no memory there. */
    public static final String OTHERS = "all else";

    /** Others who use more of a core spoil a measurement. */
    private static final double OTHERS_MATTER = 0.2;

    /** A core that has less left than this is full. */
    private static final double FULL = 0.9;

    /**
     * One process.
     *
     * @param cpuMs user and system time
     * @param memoryMb most resident memory seen, in 10^6 bytes
     * @param elapsedMs how long it was watched
     * @param hottestThread name of the thread that used most, cut by Linux to 15 characters; empty when unknown
     * @param hottestThreadMs what that thread used
     */
    public record Used(
            String name,
            double cpuMs,
            double memoryMb,
            double elapsedMs,
            String hottestThread,
            double hottestThreadMs) {
        Used withThread(String thread, double threadMs) {
            return new Used(name, cpuMs, memoryMb, elapsedMs, thread, threadMs);
        }

        /** Cores used in the mean. */
        public double cores() {
            return cpuMs / elapsedMs;
        }

        boolean isTester() {
            return name.equals(ProcessWatch.TESTER);
        }
    }

    /**
     * What a process used up to a second, since the point before.
     *
     * @param second from the run's first intended time
     * @param memoryMb resident memory then
     */
    public record Point(String process, double second, double cpuMs, double memoryMb) {}

    /** CPU of all servers; 0 when none is known. */
    public double serversCpuMs() {
        return processes.stream()
                .filter(process -> !process.isTester())
                .mapToDouble(Used::cpuMs)
                .sum();
    }

    /** Cores that all servers used in the mean from one second of the run to another; 0 when nothing was looked at there. */
    public double serversCores(double fromSecond, double toSecond) {
        double cpuMs = 0;
        double first = Double.MAX_VALUE;
        double last = 0;
        for (Point point : points) {
            boolean isServer = !point.process().equals(ProcessWatch.TESTER)
                    && !point.process().equals(OTHERS);
            if (isServer && point.second() > fromSecond && point.second() <= toSecond) {
                first = Math.min(first, point.second());
                last = Math.max(last, point.second());
                cpuMs += point.cpuMs();
            }
        }
        // A point tells of the second before it.
        return last == 0 ? 0 : cpuMs / 1e3 / (last - first + 1);
    }

    /** CPU of the tester. */
    public double testerCpuMs() {
        return processes.stream()
                .filter(Used::isTester)
                .mapToDouble(Used::cpuMs)
                .sum();
    }

    /** Cores that other programs used in the mean. */
    public double othersCores() {
        return othersCpuMs / (seconds * 1e3);
    }

    /** What is short, in one line for people. */
    public String bottleneck() {
        String others = othersCores() < OTHERS_MATTER
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; other programs use %.2f cores, so measure again when the machine is quiet",
                        othersCores());
        return shortOf() + others;
    }

    private String shortOf() {
        Used hottest = processes.stream()
                .filter(process -> !process.isTester())
                .max(Comparator.comparingDouble(Used::cpuMs))
                .orElse(null);
        if (hottest == null) {
            return "unknown: no server process is on this machine (--data or --pids names them)";
        }
        Used single = processes.stream()
                .filter(process -> process.hottestThreadMs() > FULL * process.elapsedMs())
                .max(Comparator.comparingDouble(Used::hottestThreadMs))
                .orElse(null);
        if (single != null) {
            return String.format(
                    Locale.ROOT,
                    "the thread %s of %s: it fills one core (%.0f %%)",
                    single.hottestThread(),
                    single.name(),
                    100 * single.hottestThreadMs() / single.elapsedMs());
        }
        long full = coresBusy.stream().filter(busy -> busy > FULL).count();
        String most = String.format(
                Locale.ROOT,
                "most is used by %s (%.2f cores, its hottest thread %s %.0f %%), the tester uses %.2f",
                hottest.name(),
                hottest.cores(),
                hottest.hottestThread(),
                100 * hottest.hottestThreadMs() / hottest.elapsedMs(),
                testerCpuMs() / (seconds * 1e3));
        if (full == coresBusy.size() && full > 0) {
            return "all " + full + " cores are full; " + most;
        }
        return "no core is full (" + coreList() + "); " + most;
    }

    private String coreList() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < coresBusy.size(); i++) {
            list.append(i == 0 ? "" : ", ")
                    .append(String.format(Locale.ROOT, "cpu%d %.0f %%", i, 100 * coresBusy.get(i)));
        }
        return list.toString();
    }
}
