package brigade.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The segments of one journal: folders {@code SOURCE-STARTMS}, several sources beside each other. Stateless; any thread. */
public final class JournalFolder {
    /** File of a segment that has ended, with how many bytes it takes. */
    static final String BYTES = "BYTES";

    private static final Pattern NAME = Pattern.compile("([a-z0-9-]+)-([0-9]{1,18})");

    /**
     * One segment.
     *
     * @param source who wrote it, as {@code shard-01}
     * @param startMs when it was begun, milliseconds since 1970
     */
    public record Segment(Path folder, String source, long startMs) {
        /** When something was last written, milliseconds since 1970; 0 when it has gone. */
        public long endMs() {
            long end = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    end = Math.max(end, Files.getLastModifiedTime(file).toMillis());
                }
            } catch (IOException e) {
                return end;
            }
            return end;
        }

        /** Bytes that it takes on the disk; of one that was not ended in order, or is being written, all that were asked for. */
        public long bytes() {
            try {
                return Long.parseLong(Files.readString(folder.resolve(BYTES)).strip());
            } catch (IOException | NumberFormatException e) {
                return bytesOfFiles();
            }
        }

        private long bytesOfFiles() {
            long bytes = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    bytes += Files.size(file);
                }
            } catch (IOException e) {
                return bytes;
            }
            return bytes;
        }

        /** Deletes it; what another process deletes at the same time is no error. */
        public void delete() throws IOException {
            if (!Files.exists(folder)) {
                return;
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                    if (failed instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failed;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path walked, @org.jspecify.annotations.Nullable IOException e)
                        throws IOException {
                    Files.deleteIfExists(walked);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    private JournalFolder() {}

    /** All segments below {@code root}, the oldest first; none when there is no such folder. */
    public static List<Segment> segments(Path root) throws IOException {
        List<Segment> all = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return all;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches() && Files.isDirectory(folder)) {
                    all.add(new Segment(folder, name.group(1), Long.parseLong(name.group(2))));
                }
            }
        }
        all.sort(Comparator.comparingLong(Segment::startMs).thenComparing(Segment::source));
        return all;
    }
}
