package brigade.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

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

    private final CRC32C crc = new CRC32C();
    private final Path folder;
    private final ByteBuffer copy = ByteBuffer.allocateDirect(1 << 16);
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private long bytes;

    /** Where the latest record ends in the queue's file. */
    private long end;

    /** Up to here the file's blocks are there. */
    private long reserved;

    /** Makes folder and files. */
    SegmentWriter(Path folder, JournalFormat format) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        format.write(folder);
        queue = SingleChronicleQueueBuilder.binary(folder)
                .blockSize(BLOCK_BYTES)
                .syncMode(SyncMode.SYNC)
                .rollCycle(RollCycles.FAST_DAILY)
                .build();
        appender = queue.createAppender();
    }

    /** Adds a record; it is in the page cache then, and outlives this process. */
    void append(byte[] record, int length) {
        crc.reset();
        crc.update(record, 0, length);
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> to = document.wire().bytes();
            to.writeInt((int) crc.getValue());
            to.write(record, 0, length);
            end = to.writePosition();
        }
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
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cq4*")) {
            for (Path file : files) {
                boolean table = file.toString().endsWith("t");
                if (!table || reserved == 0) {
                    rewrite(file, table ? 0 : reserved, table ? Files.size(file) : to);
                }
            }
        }
        reserved = to;
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
    }
}
