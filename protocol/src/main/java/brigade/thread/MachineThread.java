package brigade.thread;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The thread with which HotSpot stops all others: with the serial collector it collects the garbage too. Started by the
 * machine, it can only be found by its name, in proc(5).
 */
final class MachineThread {
    private static final String NAME = "VM Thread";
    private static final Path THREADS = Path.of("/proc/self/task");

    private MachineThread() {}

    /** Has it come before all audio threads, so that what stands still does not wait in line besides; whether it could be. */
    static boolean raise() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).strip().equals(NAME)) {
                    return ThreadPriority.raise(
                            Integer.parseInt(thread.getFileName().toString()), Urgency.MACHINE);
                }
            }
        } catch (IOException e) {
            return false; // another system
        }
        return false;
    }
}
