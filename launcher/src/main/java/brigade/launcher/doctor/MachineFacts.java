package brigade.launcher.doctor;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.thread.AudioThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this machine has. Figures that the system does not tell are -1.
 *
 * @param cores that the JVM may use
 * @param memoryBytes free, caches counted as free
 * @param openFiles open files that a process may have
 * @param sharedBytes free in /dev/shm
 * @param diskBytes free where the data folder is
 * @param linkMbit speed of the fastest network card
 * @param codec name of the Opus that is found
 * @param standing what audio threads get
 * @param load of the last minute, in cores
 */
public record MachineFacts(
        int cores,
        long memoryBytes,
        long openFiles,
        long sharedBytes,
        long diskBytes,
        long linkMbit,
        String codec,
        AudioThreads.Standing standing,
        double load) {
    private static final long UNKNOWN = -1;
    private static final int KIB = 1_024;

    /**
     * Looks.
     *
     * @param root {@code /}; tests have their own
     * @param dataDir folder of what must survive, which need not exist yet
     */
    public static MachineFacts read(Path root, Path dataDir) {
        return new MachineFacts(
                Runtime.getRuntime().availableProcessors(),
                number(root.resolve("proc/meminfo"), "MemAvailable:", 1) * KIB,
                number(root.resolve("proc/self/limits"), "Max open files", 1),
                free(root.resolve("dev/shm")),
                free(dataDir),
                fastest(root.resolve("sys/class/net")),
                OpusCodec.open(CodecChoice.AUTO).name(),
                AudioThreads.urgent().begin(),
                number(root.resolve("proc/loadavg"), "", 100) / 100.0);
    }

    /** The first number behind {@code head} in a line that begins so, times {@code factor}; "unlimited" is much. */
    private static long number(Path file, String head, int factor) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(head)) {
                    String value = line.substring(head.length()).strip().split("\\s+", -1)[0];
                    return value.equals("unlimited") ? Long.MAX_VALUE : (long) (Double.parseDouble(value) * factor);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Not Linux, or a kernel that tells otherwise.
        }
        return UNKNOWN;
    }

    private static long free(Path folder) {
        Path at = folder.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        try {
            return at == null ? UNKNOWN : Files.getFileStore(at).getUsableSpace();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static long fastest(Path cards) {
        long most = UNKNOWN;
        try (Stream<Path> all = Files.list(cards)) {
            for (Path card : all.toList()) {
                try {
                    most = Math.max(
                            most,
                            Long.parseLong(
                                    Files.readString(card.resolve("speed")).strip()));
                } catch (IOException | NumberFormatException e) {
                    // Loopback, wireless and virtual cards have no speed.
                }
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
        return most;
    }
}
