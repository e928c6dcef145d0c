package brigade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a disk has. A seam: tests have small disks. */
@FunctionalInterface
public interface FreeSpace {
    /** The file system's own answer. */
    FreeSpace OF_DISK = folder -> Files.getFileStore(folder).getUsableSpace();

    /** Bytes that may still be written below {@code folder}. */
    long usableBytes(Path folder) throws IOException;
}
