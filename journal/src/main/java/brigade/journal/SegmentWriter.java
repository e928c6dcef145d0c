package brigade.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One segment while it is written: a queue of its own. Each record has a CRC-32C before it, as a power cut may keep a page and lose
 * the one before. One thread.
 */
final class SegmentWriter implements Closeable {
    /** The queue's file grows by so much. */
    static final int BLOCK_BYTES = 1 << 20;

    /** A record's CRC. */
    static final int HEAD_BYTES = 4;

    /** What the queue maps behind each block. */
    static final int OVERLAP_BYTES = BLOCK_BYTES / 4;

    /** A block is asked for so far ahead: nobody writes more between two times. */
    private static final int AHEAD_BYTES = 2 * BLOCK_BYTES;

    /** What a file system gives at a time. */
    private static final long PAGE_BYTES = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

    private final CRC32C crc = new CRC32C();
    private final Path folder;
    private final ByteBuffer copy = ByteBuffer.allocateDirect(1 << 16);
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private long bytes;

    /** Where files that are done end: one a day. */
    private final Map<Path, Long> ends = new HashMap<>();

    /** The queue's number of the day of the latest record. */
    private int day;

    /** Where the latest record ends in the queue's file. */
    private long end;

    /** Up to here the file's blocks are there. */
    private long reserved;

    /** Makes folder and files. */
    SegmentWriter(Path folder, JournalFormat format, LongSupplier unixMs) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        format.write(folder);
        queue = SingleChronicleQueueBuilder.binary(folder)
                .blockSize(BLOCK_BYTES)
                .syncMode(SyncMode.SYNC)
                .rollCycle(RollCycles.FAST_DAILY)
                .timeProvider(unixMs::getAsLong)
                .build();
        appender = queue.createAppender();
    }

    /** Adds a record; it is in the page cache then, and outlives this process. */
    void append(byte[] record, int length) throws IOException {
        crc.reset();
        crc.update(record, 0, length);
        long position;
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> to = document.wire().bytes();
            to.writeInt((int) crc.getValue());
            to.write(record, 0, length);
            position = to.writePosition();
        }
        int wroteOn = appender.cycle();
        if (end > 0 && wroteOn != day) {
            // A new day (UTC): the queue has gone on in another file, whose blocks were never asked for.
            ends.put(previousFile(), end);
            reserved = 0;
        }
        day = wroteOn;
        end = position;
        bytes += length + 2 * HEAD_BYTES;
    }

    /**
     * Has blocks on the disk behind all that is written next, so that no mapped page meets a full one: what lies there, zeros for the
     * most part, is written once more as a file is.
     *
     * @throws IOException when the disk has none
     */
    void reserve() throws IOException {
        long to = Math.ceilDiv(end + AHEAD_BYTES, BLOCK_BYTES) * BLOCK_BYTES + OVERLAP_BYTES;
        if (to <= reserved) {
            return;
        }
        if (reserved == 0) {
            for (Path table : files("*.cq4t")) {
                rewrite(table, 0, Files.size(table));
            }
        }
        rewrite(latestFile(), reserved, to);
        reserved = to;
    }

    /** Whether blocks were asked for behind what is written next. */
    boolean isReserved() {
        return reserved > 0;
    }

    private Path latestFile() throws IOException {
        return files("*.cq4").getLast();
    }

    /** That of the day before. */
    private Path previousFile() throws IOException {
        List<Path> days = files("*.cq4");
        return days.get(days.size() - 2);
    }

    /** Files are named by their day. */
    private List<Path> files(String pattern) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(all::add);
        }
        all.sort(Comparator.naturalOrder());
        return all;
    }

    private void rewrite(Path file, long from, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long at = from; at < to; at += copy.capacity()) {
                int wanted = (int) Math.min(copy.capacity(), to - at);
                copy.clear().limit(wanted);
                while (copy.hasRemaining() && channel.read(copy, at + copy.position()) > 0) {
                    // until there is no more
                }
                while (copy.hasRemaining()) {
                    copy.put((byte) 0);
                }
                copy.flip();
                while (copy.hasRemaining()) {
                    channel.write(copy, at + copy.position());
                }
            }
        }
    }

    /** How much was written, about. */
    long bytes() {
        return bytes;
    }

    /** Has all of it on the disk: it outlives a power cut then. */
    void sync() {
        appender.sync();
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
        try {
            cut();
        } catch (IOException e) {
            LOG.warn("{} keeps blocks that it does not need: {}", folder, e.getMessage());
        }
    }

    /**
     * Gives the blocks back that were asked for ahead, and writes down what is left. The files stay as long as they were, with a hole at
     * their ends that takes no room: readers map that far.
     */
    private void cut() throws IOException {
        if (end > 0) {
            ends.put(latestFile(), end);
        }
        long used = 0;
        for (Path table : files("*.cq4t")) {
            used += Files.size(table); // its blocks were written, and stay
        }
        for (Map.Entry<Path, Long> each : ends.entrySet()) {
            // A page more: who reads at this moment looks for a record right behind the last one.
            long keep = (Math.ceilDiv(each.getValue(), PAGE_BYTES) + 1) * PAGE_BYTES;
            try (RandomAccessFile file = new RandomAccessFile(each.getKey().toFile(), "rw")) {
                long length = file.length();
                if (keep < length) {
                    file.setLength(keep);
                    file.setLength(length);
                }
            }
            used += keep;
        }
        Files.writeString(folder.resolve(JournalFolder.BYTES), Long.toString(used));
    }
}
