package brigade.stress.load;

import brigade.robot.RobotClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks at the servers' processes, the tester's own and the cores once a second, in a thread of its own from
 * {@link #start} to {@link #stop}.
 */
public final class ProcessWatch {
    /** The tester's own name among the processes. */
    static final String TESTER = "tester";

    private static final long INTERVAL_NS = 1_000_000_000L;

    private final Supplier<Map<String, Long>> pidsNow;
    private final RobotClock clock;
    private final long originNs;
    private final Map<String, Usage> usages = new LinkedHashMap<>();
    private final List<ProcessReport.Point> points = new ArrayList<>();
    private final Thread thread;
    private Map<Long, ProcFiles.Task> threadsAtStart = Map.of();
    private List<ProcFiles.Core> coresAtStart = List.of();
    private long startNs;
    private long seenCoresBusyTicks;
    private double othersCpuMs;

    /** One process by name, over restarts: the time of those that ended is kept. */
    private static final class Usage {
        private long pid;
        private long startTicks;
        private long firstTicks;
        private long latestTicks;
        private long endedTicks;
        private long seenTicks;
        private long memoryMaxBytes;

        private long ticks() {
            return endedTicks + latestTicks - firstTicks;
        }
    }

    /**
     * Watches the processes that {@code pidsNow} names from time to time.
     *
     * @param originNs the time that the points count from
     */
    public ProcessWatch(Supplier<Map<String, Long>> pidsNow, RobotClock clock, long originNs) {
        this.pidsNow = pidsNow;
        this.clock = clock;
        this.originNs = originNs;
        thread = Thread.ofPlatform().daemon().name("process-watch").unstarted(this::run);
    }

    /** Begins; what was used before does not count. */
    public void start() {
        startNs = clock.nowNs();
        coresAtStart = ProcFiles.cores();
        look(startNs, true);
        threadsAtStart = threads();
        thread.start();
    }

    /** Ends, and tells what was used since the start. */
    public ProcessReport stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long nowNs = clock.nowNs();
        look(nowNs, false);
        double elapsedMs = Math.max(1, (nowNs - startNs) / 1e6);
        List<ProcessReport.Used> processes = new ArrayList<>();
        usages.forEach((name, usage) -> processes.add(hottest(name, usage, elapsedMs)));
        return new ProcessReport(processes, cores(), othersCpuMs, List.copyOf(points), elapsedMs / 1e3);
    }

    private ProcessReport.Used hottest(String name, Usage usage, double elapsedMs) {
        Map<Long, ProcFiles.Task> now = ProcFiles.threads(usage.pid);
        ProcessReport.Used quiet = new ProcessReport.Used(
                name, usage.ticks() * ProcFiles.MS_PER_TICK, usage.memoryMaxBytes / 1e6, elapsedMs, "", 0);
        return now.entrySet().stream()
                .map(entry -> quiet.withThread(
                        entry.getValue().name(),
                        (entry.getValue().ticks() - ticksAtStart(entry.getKey())) * ProcFiles.MS_PER_TICK))
                .max(Comparator.comparingDouble(ProcessReport.Used::hottestThreadMs))
                .orElse(quiet);
    }

    private long ticksAtStart(long thread) {
        ProcFiles.Task before = threadsAtStart.get(thread);
        return before == null ? 0 : before.ticks();
    }

    private List<Double> cores() {
        List<ProcFiles.Core> now = ProcFiles.cores();
        List<Double> busy = new ArrayList<>();
        for (int i = 0; i < Math.min(now.size(), coresAtStart.size()); i++) {
            long all = now.get(i).allTicks() - coresAtStart.get(i).allTicks();
            long used = now.get(i).busyTicks() - coresAtStart.get(i).busyTicks();
            busy.add(all == 0 ? 0.0 : (double) used / all);
        }
        return busy;
    }

    private Map<Long, ProcFiles.Task> threads() {
        Map<Long, ProcFiles.Task> threads = new HashMap<>();
        usages.values().forEach(usage -> threads.putAll(ProcFiles.threads(usage.pid)));
        return threads;
    }

    private void run() {
        long nextNs = startNs;
        try {
            while (true) {
                nextNs += INTERVAL_NS;
                clock.awaitNs(nextNs);
                look(clock.nowNs(), false);
            }
        } catch (InterruptedException e) {
            // stop() goes on alone
        }
    }

    private void look(long nowNs, boolean first) {
        Map<String, Long> pids = new LinkedHashMap<>(pidsNow.get());
        pids.put(TESTER, ProcessHandle.current().pid());
        double second = (nowNs - originNs) / 1e9;
        double[] knownMs = {0};
        pids.forEach((name, pid) -> ProcFiles.process(pid).ifPresent(task -> {
            Usage usage = usages.computeIfAbsent(name, _ -> new Usage());
            if (usage.pid != pid || usage.startTicks != task.startTicks()) {
                usage.endedTicks = usage.ticks();
                usage.pid = pid;
                usage.startTicks = task.startTicks();
                usage.firstTicks = first ? task.ticks() : 0;
                usage.latestTicks = usage.firstTicks;
            }
            usage.latestTicks = Math.max(usage.latestTicks, task.ticks());
            usage.memoryMaxBytes = Math.max(usage.memoryMaxBytes, task.memoryBytes());
            double cpuMs = (usage.ticks() - usage.seenTicks) * ProcFiles.MS_PER_TICK;
            usage.seenTicks = usage.ticks();
            knownMs[0] += cpuMs;
            if (!first) {
                points.add(new ProcessReport.Point(name, second, cpuMs, task.memoryBytes() / 1e6));
            }
        }));
        lookAtOthers(second, knownMs[0], first);
    }

    /** What the cores did beside the watched processes. */
    private void lookAtOthers(double second, double knownMs, boolean first) {
        long busyTicks =
                ProcFiles.cores().stream().mapToLong(ProcFiles.Core::busyTicks).sum();
        double busyMs = (busyTicks - seenCoresBusyTicks) * ProcFiles.MS_PER_TICK;
        seenCoresBusyTicks = busyTicks;
        if (!first) {
            double othersMs = Math.max(0, busyMs - knownMs);
            othersCpuMs += othersMs;
            points.add(new ProcessReport.Point(ProcessReport.OTHERS, second, othersMs, 0));
        }
    }
}
