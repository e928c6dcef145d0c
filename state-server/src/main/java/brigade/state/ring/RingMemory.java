package brigade.state.ring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The memory under a room's rings: this process's own, or a mapped file that outlives it. Made, closed and discarded
 * off the agent thread (all take milliseconds), used by it.
 */
public final class RingMemory {
    private final RingSize size;
    private final RingLayout layout;
    private final MemorySegment memory;
    private final @Nullable Arena arena;
    private final @Nullable Path file;
    private final boolean recovered;

    private RingMemory(
            RingSize size, MemorySegment memory, @Nullable Arena arena, @Nullable Path file, boolean recovered) {
        this.size = size;
        this.layout = new RingLayout(size);
        this.memory = memory;
        this.arena = arena;
        this.file = file;
        this.recovered = recovered;
    }

    /** Memory of this process alone, for simulations and tests; freed when nothing refers to it. */
    public static RingMemory heap(RingSize size) {
        long bytes = new RingLayout(size).totalBytes;
        MemorySegment memory = Arena.ofAuto().allocate(bytes, RingLayout.PAGE_BYTES);
        new RingHeader(memory).format(size, bytes);
        return new RingMemory(size, memory, null, null, false);
    }

    /** Bytes that {@link #reserve} takes from the file system. */
    public static long bytesOf(RingSize size) {
        return new RingLayout(size).totalBytes;
    }

    /**
     * Makes the file {@code room-<id>.ring} with all its space reserved, so that no page is found missing in the middle
     * of a song. An old file of that name is replaced.
     *
     * @throws NoRoomForSongException when the file system has too little space; nothing is left behind
     */
    public static RingMemory reserve(Path file, RingSize size) throws IOException, NoRoomForSongException {
        long bytes = new RingLayout(size).totalBytes;
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        Files.createFile(half);
        boolean done = false;
        Arena arena = Arena.ofShared();
        try {
            FileSpace.reserve(half, bytes);
            MemorySegment memory = map(half, bytes, arena);
            // The pages are there; now they are in this process's tables too, so that the agent takes no fault for
            // them.
            memory.load();
            new RingHeader(memory).format(size, bytes);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            done = true;
            return new RingMemory(size, memory, arena, file, false);
        } finally {
            if (!done) {
                arena.close();
                Files.deleteIfExists(half);
            }
        }
    }

    /** Maps the file that a former process left; null when it is none, of another version or damaged. */
    public static @Nullable RingMemory recover(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        long bytes = Files.size(file);
        if (bytes < RingLayout.COUNTS_OFFSET) {
            return null;
        }
        Arena arena = Arena.ofShared();
        boolean done = false;
        try {
            MemorySegment memory = map(file, bytes, arena);
            RingSize size = RingHeader.sizeOf(memory);
            if (size == null) {
                return null;
            }
            done = true;
            return new RingMemory(size, memory, arena, file, true);
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    private static MemorySegment map(Path file, long bytes, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
    }

    /** How far the rings reach. */
    public RingSize size() {
        return size;
    }

    /** Whether it came from {@link #recover}. */
    public boolean isRecovered() {
        return recovered;
    }

    /** Unmaps it and keeps the file, for the next process. Nobody may use it afterwards. */
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }

    /** Unmaps it and deletes the file. Nobody may use it afterwards. */
    public void discard() {
        close();
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file, e);
            }
        }
    }

    RingHeader header() {
        return new RingHeader(memory);
    }

    MemorySegment counts() {
        return memory.asSlice(RingLayout.COUNTS_OFFSET, 4L * size.blocks());
    }

    MemorySegment lead() {
        return memory.asSlice(layout.leadOffset, layout.ringBytes);
    }

    MemorySegment voices() {
        return memory.asSlice(layout.voicesOffset, layout.ringBytes);
    }

    MemorySegment solo() {
        return memory.asSlice(layout.soloOffset, layout.ringBytes);
    }

    MemorySegment round() {
        return memory.asSlice(layout.roundOffset, layout.roundBytes);
    }
}
