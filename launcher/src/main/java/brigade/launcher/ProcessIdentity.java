package brigade.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that another process can find again: pids are reused, so the start time belongs to it.
 *
 * @param pid process id
 * @param start boot id and ticks after boot on Linux (no stepped wall clock changes it), else the start's epoch milliseconds
 */
record ProcessIdentity(long pid, String start) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** The identity of a process that runs now; empty when it is gone. */
    static Optional<ProcessIdentity> of(long pid) {
        return startOf(pid).map(start -> new ProcessIdentity(pid, start));
    }

    /** Whether this very process still runs (an ended one that nobody collected does not). */
    boolean alive() {
        return startOf(pid).filter(start::equals).isPresent();
    }

    private static Optional<String> startOf(long pid) {
        if (Files.isReadable(BOOT_ID)) {
            return ProcStat.read(pid).filter(ProcStat::runs).map(stat -> bootId() + ":" + stat.startTicks());
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(instant -> Long.toString(instant.toEpochMilli()));
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
