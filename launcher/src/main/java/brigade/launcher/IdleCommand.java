package brigade.launcher;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigade idle}: how much CPU each process of a running stack uses (user and system time, as Linux counts it). */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reports the CPU time of each process of a running \"up\" over a while of rest. Linux only.")
final class IdleCommand implements Callable<Integer> {
    @Option(
            names = "--seconds",
            defaultValue = "60",
            paramLabel = "S",
            description = "How long to watch (${DEFAULT-VALUE}).")
    int seconds;

    @Mixin
    DataOption data;

    @Override
    public Integer call() throws InterruptedException {
        RunFile run = RunFile.read(data.folder())
                .orElseThrow(() -> new LaunchException("nothing runs on data folder " + data.folder()));
        Map<String, ProcessIdentity> processes = new TreeMap<>(run.children());
        processes.put("launcher", run.launcher());
        Map<String, Long> before = new TreeMap<>();
        processes.forEach((name, process) -> before.put(name, cpuTicks(name, process)));
        long beganNs = LauncherClock.monotonicNs();
        TimeUnit.SECONDS.sleep(seconds);
        double elapsedS = (LauncherClock.monotonicNs() - beganNs) / 1e9;
        processes.forEach((name, process) -> {
            double usedS =
                    (cpuTicks(name, process) - before.getOrDefault(name, 0L)) / (double) ProcStat.TICKS_PER_SECOND;
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %6.2f s of CPU in %.0f s   %5.2f %% of a core%n",
                    name,
                    usedS,
                    elapsedS,
                    100 * usedS / elapsedS);
        });
        return 0;
    }

    private static long cpuTicks(String name, ProcessIdentity process) {
        if (!process.alive()) {
            throw new LaunchException(name + " does not run");
        }
        return ProcStat.read(process.pid())
                .orElseThrow(() -> new LaunchException("no /proc on this system"))
                .cpuTicks();
    }
}
