package brigade.state.room;

import brigade.state.ring.NoRoomForSongException;
import brigade.state.ring.RingMemory;
import brigade.state.ring.RingSize;
import org.jspecify.annotations.Nullable;

/** Where one room gets the memory of its rings, without making the agent wait. Agent thread only. */
public interface RingSource {
    /** Begins to get memory unless some is on its way or ready. Returns at once. */
    void prepare();

    /**
     * Takes the memory that was prepared; null while it is on its way.
     *
     * @throws NoRoomForSongException when there is none to be had; the next {@link #prepare} tries again
     */
    @Nullable
    RingMemory poll() throws NoRoomForSongException;

    /** Gives memory back that nobody uses any more. */
    void discard(RingMemory memory);

    /** What a former process left of this room, or null. Called once, before all else; may block. */
    @Nullable
    RingMemory recover();

    /** Memory of this process alone, ready at once: for tests and simulations. */
    static RingSource heap(RingSize size) {
        return new RingSource() {
            @Override
            public void prepare() {}

            @Override
            public RingMemory poll() {
                return RingMemory.heap(size);
            }

            @Override
            public void discard(RingMemory memory) {
                memory.discard();
            }

            @Override
            public @Nullable RingMemory recover() {
                return null;
            }
        };
    }
}
