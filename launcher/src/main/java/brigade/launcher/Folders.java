package brigade.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that the launcher makes and removes. */
final class Folders {
    private static final Path DEV_SHM = Path.of("/dev/shm");

    private Folders() {}

    /** Makes a folder with everything above it. */
    static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LaunchException("cannot make folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Removes a folder with all that is in it; what cannot be removed stays. */
    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // Shared memory of a process that still ends; the next start uses the folder again.
        }
    }

    /** Where files that are memory belong: /dev/shm, else the temp folder. */
    static Path sharedMemory() {
        return Files.isWritable(DEV_SHM) ? DEV_SHM : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
