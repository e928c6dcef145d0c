package brigade.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one source's records: begins segments, ends them, drops old ones, and stops in time before the disk is full. One thread.
 *
 * <p>The queue's files are mapped, and writing to a mapped file on a full disk ends the process. So before each block of {@value
 * SegmentWriter#BLOCK_BYTES} bytes it is asked what is free; at least {@code freeBytesMin} has to stay beside three blocks. Then
 * the blocks themselves are asked for, as another program may take them meanwhile. And it is asked every 5 s.
 */
public final class JournalWriter implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    /** Asked again after so much: half a block, so that no block is begun unasked. */
    private static final long ASK_BYTES = SegmentWriter.BLOCK_BYTES / 2;

    /** Asked again after so long: blocks that were asked for ahead last a small room for minutes, and its host wants to know. */
    private static final long ASK_EVERY_MS = 5_000;

    /** A full disk is asked again after so long, milliseconds. */
    private static final long ASK_AGAIN_MS = 2_000;

    private final Path root;
    private final String source;
    private final JournalFormat format;
    private final JournalLimits limits;
    private final FreeSpace space;
    private final LongSupplier unixMs;
    private @Nullable SegmentWriter segment;
    private @Nullable Path segmentFolder;
    private long askAtBytes;
    private long askedMs;
    private boolean full;
    private long fullSinceMs;
    private long lastStartMs;
    private boolean unsynced;

    /**
     * Writes nothing yet.
     *
     * @param root the journal's folder, which all sources share
     * @param source who writes: small letters, digits and hyphens; one process alone has it
     * @param unixMs milliseconds since 1970
     */
    public JournalWriter(
            Path root,
            String source,
            JournalFormat format,
            JournalLimits limits,
            FreeSpace space,
            LongSupplier unixMs) {
        this.root = root;
        this.source = source;
        this.format = format;
        this.limits = limits;
        this.space = space;
        this.unixMs = unixMs;
    }

    /**
     * Adds a record.
     *
     * @return false when there is no room for it on the disk
     * @throws IOException when the disk fails
     */
    public boolean append(byte[] record, int length) throws IOException {
        SegmentWriter to = segment;
        if (to != null && to.bytes() >= limits.segmentBytes()) {
            end();
            to = null;
        }
        boolean isDue = to == null || full || to.bytes() + length >= askAtBytes;
        if (isDue && !hasRoom()) {
            return false;
        }
        if (!isDue && unixMs.getAsLong() - askedMs >= ASK_EVERY_MS && !isFree()) {
            return false;
        }
        if (to == null) {
            to = begin();
        }
        to.append(record, length);
        if (!to.isReserved()) {
            reserve(to); // the queue's file is there only now
        }
        unsynced = true;
        return true;
    }

    private boolean hasRoom() throws IOException {
        long now = unixMs.getAsLong();
        if (full && now - fullSinceMs < ASK_AGAIN_MS) {
            return false;
        }
        Files.createDirectories(root);
        dropOld();
        askAtBytes = (segment == null ? 0 : segment.bytes()) + ASK_BYTES;
        return isFree();
    }

    private boolean isFree() throws IOException {
        long now = unixMs.getAsLong();
        askedMs = now;
        boolean wasFull = full;
        full = space.usableBytes(root) < limits.freeBytesMin() + 3L * SegmentWriter.BLOCK_BYTES;
        SegmentWriter open = segment;
        if (full) {
            fullSinceMs = now;
        } else if (open != null) {
            reserve(open);
        }
        if (full != wasFull) {
            LOG.warn(full ? "the disk of {} is full: nothing is journalled" : "the disk of {} has room again", root);
        }
        return !full;
    }

    /** Asks for the blocks that come next: without them nothing is written any more. */
    private void reserve(SegmentWriter open) {
        try {
            open.reserve();
        } catch (IOException e) {
            LOG.warn("no blocks for {}: {}", segmentFolder, e.getMessage());
            full = true;
            fullSinceMs = unixMs.getAsLong();
        }
    }

    private SegmentWriter begin() throws IOException {
        // Two segments within a millisecond would be one.
        lastStartMs = Math.max(unixMs.getAsLong(), lastStartMs + 1);
        Path folder = root.resolve(source + "-" + lastStartMs);
        while (Files.exists(folder)) {
            folder = root.resolve(source + "-" + ++lastStartMs);
        }
        SegmentWriter begun = new SegmentWriter(folder, format, unixMs);
        segment = begun;
        segmentFolder = folder;
        return begun;
    }

    /** Drops what is too old, then the oldest until the rest fits; never the latest of a source, which may be being written. */
    private void dropOld() throws IOException {
        List<JournalFolder.Segment> all = JournalFolder.segments(root);
        long bytes = 0;
        Map<String, Path> latest = new HashMap<>();
        for (JournalFolder.Segment found : all) {
            bytes += found.bytes();
            latest.put(found.source(), found.folder());
        }
        long now = unixMs.getAsLong();
        for (JournalFolder.Segment found : all) {
            boolean tooOld = now - found.endMs() > limits.maxAgeSeconds() * 1_000;
            boolean tooMuch = bytes > limits.maxBytes() && !found.folder().equals(latest.get(found.source()));
            if (found.folder().equals(segmentFolder) || !(tooOld || tooMuch)) {
                continue;
            }
            bytes -= found.bytes();
            found.delete();
            LOG.info("dropped the journal {}: {}", found.folder(), tooOld ? "too old" : "too much");
        }
    }

    /** Has all records on the disk. */
    public void sync() {
        SegmentWriter open = segment;
        if (open != null && unsynced) {
            open.sync();
            unsynced = false;
        }
    }

    /** Ends the segment: the next record begins another. */
    public void end() {
        SegmentWriter open = segment;
        if (open != null) {
            sync();
            open.close();
            segment = null;
            segmentFolder = null;
        }
    }

    /** Whether the disk had no room for the latest record. */
    public boolean isFull() {
        return full;
    }

    @Override
    public void close() {
        end();
    }
}
