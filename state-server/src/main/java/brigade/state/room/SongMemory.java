package brigade.state.room;

import brigade.state.ring.MixRings;
import brigade.state.ring.NoRoomForSongException;
import brigade.state.ring.RingMemory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rings of one room's songs: asked for ahead, there while anything sounds, given back after. Agent thread only. */
final class SongMemory {
    private static final Logger LOG = LoggerFactory.getLogger(SongMemory.class);

    private final RingSource source;
    private final SongListener listener;
    private @Nullable MixRings rings;

    /** Whether memory was asked for before a start, so that this is immediate. */
    private boolean reserved;

    /** @param listener told of rings that come and go */
    SongMemory(RingSource source, SongListener listener) {
        this.source = source;
        this.listener = listener;
    }

    /** The rings; null while there are none. */
    @Nullable
    MixRings rings() {
        return rings;
    }

    /** Whether a coming song's memory was asked for. */
    boolean isReserved() {
        return reserved;
    }

    /** Gets the memory of the coming song now, so that its start is immediate. */
    void reserve() {
        reserved = true;
        prepare();
    }

    /** A song began in it: the next one is nobody's wish yet. */
    void used() {
        reserved = false;
    }

    /**
     * Has memory made where there is none yet. Only then: a new ring file takes the name of the one that is in use, and
     * what is sung from then on would not outlive this process.
     */
    void prepare() {
        if (rings == null) {
            source.prepare();
        }
    }

    /** The rings, as soon as their memory is there; null until then. */
    @Nullable
    MixRings poll(long now) throws NoRoomForSongException {
        if (rings == null) {
            RingMemory made = source.poll();
            if (made != null) {
                open(made, now);
            }
        }
        return rings;
    }

    /** Takes memory that was reserved when it is there; forgets the wish when there is none to be had. */
    void pollReserved(long now) {
        if (rings != null || !reserved) {
            return;
        }
        prepare();
        try {
            poll(now);
        } catch (NoRoomForSongException e) {
            LOG.warn("no memory for the coming song: {}", e.getMessage());
            reserved = false;
        }
    }

    /** Opens {@code memory}, new or of a former process. */
    MixRings open(RingMemory memory, long now) {
        MixRings opened = new MixRings(memory, now);
        rings = opened;
        listener.ringsMade(opened);
        return opened;
    }

    /** Gives the memory back. */
    void giveBack() {
        MixRings last = rings;
        if (last != null) {
            rings = null;
            listener.ringsGone();
            source.discard(last.memory());
        }
    }
}
