package brigade.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final CRC32C crc = new CRC32C();
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private long bytes;

    /** Makes folder and files. */
    SegmentWriter(Path folder, JournalFormat format) throws IOException {
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
        }
        bytes += length + 2 * HEAD_BYTES;
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
