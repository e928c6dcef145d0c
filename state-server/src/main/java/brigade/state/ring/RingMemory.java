package brigade.state.ring;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The memory under a room's rings: heap, or a mapped file that outlives the process. Made and discarded off the agent
 * thread (both take milliseconds), used by it.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // until the code lands
public final class RingMemory {
    private final RingSize size;

    private RingMemory(RingSize size) {
        this.size = size;
    }

    /** Memory of this process alone, for simulations and tests. */
    public static RingMemory heap(RingSize size) {
        return new RingMemory(size);
    }

    /**
     * Makes the file {@code room-<id>.ring} with all its space reserved, so that no page is found missing in the middle
     * of a song. An old file of that name is replaced.
     *
     * @throws NoRoomForSongException when the file system has too little space
     */
    public static RingMemory reserve(Path file, RingSize size) throws IOException, NoRoomForSongException {
        throw Pending.error();
    }

    /** Maps the file that a former process left; null when it is none, of another version or damaged. */
    public static @Nullable RingMemory recover(Path file) throws IOException {
        throw Pending.error();
    }

    /** How far the rings reach. */
    public RingSize size() {
        return size;
    }

    /** Whether it came from {@link #recover}. */
    public boolean isRecovered() {
        return false;
    }

    /** Unmaps it and keeps the file, for the next process. Nobody may use it afterwards. */
    public void close() {
        throw Pending.error();
    }

    /** Unmaps it and deletes the file. Nobody may use it afterwards. */
    public void discard() {
        throw Pending.error();
    }
}
