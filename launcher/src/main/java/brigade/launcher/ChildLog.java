package brigade.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The output of one child: a file that the child appends to, bounded here. Supervisor thread only.
 *
 * <p>The child keeps the file open, so it is copied and emptied, not renamed. Lines written in between are lost: a log is
 * for people.
 */
final class ChildLog {
    /** When the file is longer it becomes NAME.log.1, and the one before that is gone. */
    static final long MAX_BYTES = 8L << 20;

    /** Bytes looked at in one go; a child that writes faster is not shown in full. */
    private static final int READ_MAX_BYTES = 64 * 1024;

    private static final Pattern WARNING = Pattern.compile("^[0-9:.]+ (WARN|ERROR) +");
    private static final Pattern NEWS = Pattern.compile("^[0-9:.]+ INFO +");

    private final Path file;
    private long readBytes;

    /**
     * @param file may not exist yet; what it holds now is not shown
     */
    ChildLog(Path file) {
        this.file = file;
        this.readBytes = size();
    }

    Path file() {
        return file;
    }

    /**
     * The lines that came since the last call and matter to people, without their time of day.
     *
     * @param news whether information matters too, not only warnings and errors
     */
    List<String> important(boolean news) {
        List<String> found = new ArrayList<>();
        for (String written : newLines()) {
            String line = LogLine.asText(written);
            if (WARNING.matcher(line).find()) {
                found.add(line.substring(line.indexOf(' ') + 1));
            } else if (news && NEWS.matcher(line).find()) {
                found.add(NEWS.matcher(line).replaceFirst(""));
            }
        }
        return found;
    }

    /** The last lines, for a child that would not start. */
    List<String> lastLines(int count) {
        long size = size();
        long from = Math.max(0, size - READ_MAX_BYTES);
        List<String> lines = utf8(read(from, size)).lines().toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** Keeps the file within its bound. */
    void bound() {
        if (size() <= MAX_BYTES) {
            return;
        }
        try {
            Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(0);
            }
            readBytes = 0;
        } catch (IOException e) {
            // The disk is full or the file is gone: the child's own writes will tell.
            readBytes = size();
        }
    }

    private List<String> newLines() {
        long size = size();
        if (size < readBytes) {
            readBytes = 0;
        }
        String text = read(readBytes, Math.min(size, readBytes + READ_MAX_BYTES));
        int end = text.lastIndexOf('\n');
        if (end < 0) {
            // Half a line waits for its rest, unless it fills everything that is looked at.
            readBytes += size - readBytes >= READ_MAX_BYTES ? READ_MAX_BYTES : 0;
            return List.of();
        }
        String whole = text.substring(0, end);
        readBytes += whole.length() + 1;
        return utf8(whole).lines().toList();
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Bytes as ISO 8859-1: one character each, so that positions in the text are positions in the file. */
    private String read(long from, long to) {
        if (to <= from) {
            return "";
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) (to - from)];
            open.seek(from);
            open.readFully(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
