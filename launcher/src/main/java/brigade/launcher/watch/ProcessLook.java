package brigade.launcher.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One look at a process through Linux' /proc (proc(5)).
 *
 * @param cpuTicks user and system time, in 1/100 s
 * @param residentBytes memory it has in RAM, what it shares included
 * @param threadTicks the same time of each thread, by "number name"
 */
public record ProcessLook(long cpuTicks, long residentBytes, Map<String, Long> threadTicks) {
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int KIB = 1_024;

    /** A thread and the part of a core that it used. */
    public record Busiest(String name, double percent) {}

    /** Empty when there is no such process, or no /proc. */
    public static Optional<ProcessLook> at(Path proc, long pid) {
        Path folder = proc.resolve(Long.toString(pid));
        Map<String, Long> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    String line = Files.readString(task.resolve("stat"));
                    threads.put(task.getFileName() + " " + nameIn(line), ticksIn(line));
                } catch (IOException e) {
                    // It has ended since.
                }
            }
            long rss = Files.readString(folder.resolve("status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
                    .findFirst()
                    .orElse(0);
            return Optional.of(new ProcessLook(ticksIn(Files.readString(folder.resolve("stat"))), rss, threads));
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
    }

    private static String nameIn(String line) {
        return line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
    }

    private static long ticksIn(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split(" ", -1);
        return Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    }

    /** Per cent of a core since {@code before}. */
    public double cpuPercent(ProcessLook before, double seconds) {
        return Math.max(0, cpuTicks - before.cpuTicks) / seconds;
    }

    /** The thread that used most since {@code before}; JVM names are cut to 15 characters by Linux. */
    public Busiest busiest(ProcessLook before, double seconds) {
        Busiest most = new Busiest("-", 0);
        for (Map.Entry<String, Long> thread : threadTicks.entrySet()) {
            double percent = (thread.getValue() - before.threadTicks.getOrDefault(thread.getKey(), 0L)) / seconds;
            if (percent > most.percent()) {
                most = new Busiest(thread.getKey().substring(thread.getKey().indexOf(' ') + 1), percent);
            }
        }
        return most;
    }
}
