package brigade.state.ring;

import org.jspecify.annotations.Nullable;

/**
 * One song's place in the rings: {@code [start, end)}, who leads it, and what plays under it. Every change goes to
 * the ring file's header at once. Agent thread only.
 */
public final class RingSong {
    /** The end of a song that still runs. */
    public static final long RUNNING = Long.MAX_VALUE;

    private final MixRings rings;
    private final SongPlan plan;
    private final int slot;
    private long leaderId;
    private long endSample;
    private @Nullable BackingSound backing;

    RingSong(MixRings rings, SongPlan plan, int slot, long leaderId, long endSample) {
        this.rings = rings;
        this.plan = plan;
        this.slot = slot;
        this.leaderId = leaderId;
        this.endSample = endSample;
    }

    /** What was settled when it was armed; its leader may have changed since. */
    public SongPlan plan() {
        return plan;
    }

    /** First sample. */
    public long startSample() {
        return plan.startSample();
    }

    /** After the last sample; {@link #RUNNING} while that is open. Equal to the start once aborted. */
    public long endSample() {
        return endSample;
    }

    /** Who leads: his voice goes into the lead ring and gets the leader's gain. */
    public long leaderId() {
        return leaderId;
    }

    /** Makes somebody else the leader from his next samples on. */
    public void leaderId(long userId) {
        leaderId = userId;
        rings.songChanged(this);
        rings.moved(RingMoves.SONG_LED, userId, startSample(), 0);
    }

    /** What plays under it; null when nothing does. Not in the ring file: set it again after a restart. */
    public @Nullable BackingSound backing() {
        return backing;
    }

    /** Sets what plays under it, from the song's start on. */
    public void backing(@Nullable BackingSound sound) {
        backing = sound;
        @Nullable BackingSound told = sound instanceof DelayedSound delayed ? delayed.sound() : sound;
        if (told instanceof MetronomeSound metronome) {
            rings.moved(RingMoves.SONG_BACKED, metronome.accents(), startSample(), metronome.described());
        } else {
            rings.moved(RingMoves.SONG_BACKED, 0, startSample(), told == null ? 0 : 1);
        }
    }

    /**
     * Ends it at {@code endSample}: what lies there and later is read no more, later writes are trimmed, and readers hear the
     * last 300 ms faded. May be called again to end it earlier.
     *
     * @param endSample not before the start
     */
    public void endAt(long endSample) {
        if (endSample < startSample() || endSample > this.endSample) {
            throw new IllegalArgumentException(
                    "end " + endSample + " of a song from " + startSample() + " to " + this.endSample);
        }
        this.endSample = endSample;
        rings.songChanged(this);
        rings.moved(RingMoves.SONG_ENDS, 0, startSample(), endSample);
    }

    /** Ends it at once for everybody: nothing of it is read any more. */
    public void abort() {
        endAt(startSample());
    }

    int slot() {
        return slot;
    }
}
