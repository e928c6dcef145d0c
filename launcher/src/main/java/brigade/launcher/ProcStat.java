package brigade.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One look at a process through Linux' {@code /proc/PID/stat} (proc(5)).
 *
 * @param state one letter; Z is a process that ended and waits to be collected
 * @param cpuTicks user and system time together, in 1/100 s
 * @param startTicks when it started after boot, in 1/100 s
 */
record ProcStat(char state, long cpuTicks, long startTicks) {
    /** Linux counts in USER_HZ = 100 on every platform it shows to programs. */
    static final int TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int START_TIME = 19;

    /** Empty when there is no such process, or no /proc. */
    static Optional<ProcStat> read(long pid) {
        try {
            return Optional.of(parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Parses the file's one line. The command in brackets may hold anything, so fields count from the last bracket. */
    static ProcStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split(" ", -1);
        return new ProcStat(
                fields[0].charAt(0),
                Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]),
                Long.parseLong(fields[START_TIME]));
    }

    /** Whether the process still runs. */
    boolean runs() {
        return state != 'Z' && state != 'X';
    }
}
