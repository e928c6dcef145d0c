package brigade.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a segment from its start, also one that is still being written. It ends at the first record that is not whole: what a
 * crash or a power cut tore is cut off, and is no error. One thread.
 */
public final class JournalReader implements Closeable {
    /** A longer record is a torn one. */
    private static final int RECORD_MAX_BYTES = 4 << 20;

    /** A file whose head was never finished is not waited for longer. */
    private static final long TIMEOUT_MS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
    private final CRC32C crc = new CRC32C();
    private final Path segment;
    private final int version;
    private final @Nullable ChronicleQueue queue;
    private final @Nullable ExcerptTailer tailer;
    private byte[] record = new byte[4_096];
    private int length;
    private long records;
    private boolean torn;

    /**
     * Opens a segment.
     *
     * @throws JournalFormatException when it is of another kind or version
     */
    public JournalReader(Path segment, JournalFormat format) throws IOException {
        version = format.check(segment);
        this.segment = segment;
        ChronicleQueue opened = null;
        ExcerptTailer from = null;
        if (hasQueue(segment)) {
            mend(segment);
            try {
                opened = SingleChronicleQueueBuilder.binary(segment)
                        .blockSize(SegmentWriter.BLOCK_BYTES)
                        .readOnly(true)
                        .timeoutMS(TIMEOUT_MS)
                        .build();
                from = opened.createTailer();
            } catch (RuntimeException e) {
                cut(e);
                if (opened != null) {
                    opened.close();
                    opened = null;
                }
            }
        }
        queue = opened;
        tailer = from;
    }

    /** A process that died right after it had made the folder left none. */
    private static boolean hasQueue(Path segment) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(segment, "*.cq4")) {
            return files.iterator().hasNext();
        }
    }

    /**
     * Makes a file that a power cut left too short as long as the queue maps it: reading a mapped page behind the end of a file
     * ends a process. What is missing becomes zeros, which are no record.
     */
    private static void mend(Path segment) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(segment, "*.cq4")) {
            for (Path file : files) {
                long bytes = Files.size(file);
                if ((bytes - SegmentWriter.OVERLAP_BYTES) % SegmentWriter.BLOCK_BYTES != 0
                        || bytes < SegmentWriter.BLOCK_BYTES) {
                    long blocks = Math.ceilDiv(bytes, SegmentWriter.BLOCK_BYTES) + 1;
                    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
                        opened.setLength(blocks * SegmentWriter.BLOCK_BYTES + SegmentWriter.OVERLAP_BYTES);
                    }
                    LOG.warn("{} was cut at {} bytes", file, bytes);
                }
            }
        }
    }

    /** Goes to the next record; false at the end. */
    public boolean next() {
        if (tailer == null || torn) {
            return false;
        }
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            Bytes<?> from = document.wire().bytes();
            long bytes = from.readRemaining() - SegmentWriter.HEAD_BYTES;
            if (bytes < 0 || bytes > RECORD_MAX_BYTES) {
                torn = true;
                return false;
            }
            int expected = from.readInt();
            length = (int) bytes;
            if (record.length < length) {
                record = new byte[Integer.highestOneBit(length) << 1];
            }
            from.read(record, 0, length);
            crc.reset();
            crc.update(record, 0, length);
            torn = (int) crc.getValue() != expected;
            records += torn ? 0 : 1;
            return !torn;
        } catch (RuntimeException | InternalError e) {
            cut(e); // an InternalError tells of a mapped page that cannot be read
            return false;
        }
    }

    private void cut(Throwable why) {
        torn = true;
        LOG.warn("{} is cut after {} records: {}", segment, records, why.toString());
    }

    /** The record of the latest {@link #next}, up to {@link #length}; the next call changes it. */
    public byte[] record() {
        return record;
    }

    /** How long it is. */
    public int length() {
        return length;
    }

    /** In which version of its format the segment was written. */
    public int version() {
        return version;
    }

    /** How many were read. */
    public long records() {
        return records;
    }

    /** Whether a broken record ended it. */
    public boolean isTorn() {
        return torn;
    }

    @Override
    public void close() {
        if (tailer != null) {
            tailer.close();
        }
        if (queue != null) {
            queue.close();
        }
    }
}
