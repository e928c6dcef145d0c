package brigade.stress.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what Linux tells about processes, their threads and the cores (proc(5)). Stateless; any thread. */
final class ProcFiles {
    /** Linux counts in USER_HZ = 100 on every platform it shows to programs. */
    static final double MS_PER_TICK = 10;

    private static final long PAGE_BYTES = 4_096;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int START_TIME = 19;
    private static final int RSS_PAGES = 21;
    private static final int CPU_FIELDS = 8;
    private static final int CPU_IDLE = 3;
    private static final int CPU_IO_WAIT = 4;

    private ProcFiles() {}

    /**
     * One look at a process or thread.
     *
     * @param name the command or the thread's name, cut by Linux to 15 characters
     * @param ticks user and system time
     * @param startTicks when it started after boot
     * @param memoryBytes resident memory of the process
     */
    record Task(String name, long ticks, long startTicks, long memoryBytes) {}

    /**
     * One core since boot.
     *
     * @param busyTicks everything but idle and waiting for disks
     */
    record Core(long busyTicks, long allTicks) {}

    /** The process; empty when there is none, or no /proc. */
    static Optional<Task> process(long pid) {
        return task(Path.of("/proc", Long.toString(pid), "stat"));
    }

    /** The threads of a process by thread id; empty when it is gone. */
    static Map<Long, Task> threads(long pid) {
        Map<Long, Task> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                task(task.resolve("stat"))
                        .ifPresent(found ->
                                threads.put(Long.parseLong(task.getFileName().toString()), found));
            }
        } catch (IOException e) {
            // It is gone, and so are its threads.
        }
        return threads;
    }

    /** All cores in order; empty without /proc. */
    static List<Core> cores() {
        try {
            return parseCores(Files.readAllLines(Path.of("/proc/stat")));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Task> task(Path stat) {
        try {
            return Optional.of(parse(Files.readString(stat)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Parses a stat line. The name in brackets may hold anything, so fields count from the last bracket. */
    static Task parse(String line) {
        int close = line.lastIndexOf(')');
        String[] fields = line.substring(close + 1).trim().split(" ", -1);
        return new Task(
                line.substring(line.indexOf('(') + 1, close),
                Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]),
                Long.parseLong(fields[START_TIME]),
                Long.parseLong(fields[RSS_PAGES]) * PAGE_BYTES);
    }

    /** Parses {@code /proc/stat}: lines "cpuN user nice system idle iowait irq softirq steal ...". */
    static List<Core> parseCores(List<String> lines) {
        List<Core> cores = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("cpu") && Character.isDigit(line.charAt("cpu".length()))) {
                String[] fields = line.split(" +", -1);
                long all = 0;
                long idle = 0;
                for (int i = 0; i < CPU_FIELDS; i++) {
                    long ticks = Long.parseLong(fields[i + 1]);
                    all += ticks;
                    idle += i == CPU_IDLE || i == CPU_IO_WAIT ? ticks : 0;
                }
                cores.add(new Core(all - idle, all));
            }
        }
        return cores;
    }
}
