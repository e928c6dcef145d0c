package brigade.state.ring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rings of one room while it sings: songs, voices and readers hang on it. Agent thread only.
 *
 * <p>Made when a song is armed, dropped when the room is idle again ({@link RingMemory#discard()} then frees the
 * memory, off the agent thread).
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // until the code lands
public final class MixRings {
    private final RingMemory memory;
    private final List<RingSong> songs = new ArrayList<>();
    private long nowSamples;

    /**
     * Takes over {@code memory}; when it was recovered, with the songs and the singers' clocks that its header holds.
     *
     * @param nowSamples the clock; never goes back
     */
    public MixRings(RingMemory memory, long nowSamples) {
        this.memory = memory;
        this.nowSamples = nowSamples;
    }

    /** The memory it works on. */
    public RingMemory memory() {
        return memory;
    }

    /** Where the clock stands. */
    public long nowSamples() {
        return nowSamples;
    }

    /** Moves the clock and wipes what leaves the ring, so that what lies ahead is clean. Going back does nothing. */
    public void advanceTo(long nowSamples) {
        this.nowSamples = Math.max(this.nowSamples, nowSamples);
    }

    /** The oldest sample that can still be written and read. */
    public long oldestSample() {
        return nowSamples - memory.size().reachSamples();
    }

    /** Songs that run or may still be read, oldest first; a live view. At most {@value #SONGS_MAX}. */
    public List<RingSong> songs() {
        return Collections.unmodifiableList(songs);
    }

    /** Songs kept at a time: the running one and those that trail. */
    public static final int SONGS_MAX = 4;

    /** The earliest start that {@link #startSong} takes: the end of the latest song, {@link RingSong#RUNNING} if open. */
    public long earliestStartSample() {
        throw Pending.error();
    }

    /**
     * Begins a song. What an aborted song left from its start on is wiped first; other songs are untouched.
     *
     * @throws IllegalArgumentException when it starts before {@link #earliestStartSample()}
     * @throws IllegalStateException when {@link #SONGS_MAX} songs are still readable
     */
    public RingSong startSong(SongPlan plan) {
        throw Pending.error();
    }

    /** Opens the voice of a singer; after a restart it goes on at his written-up-to clock. One per user. */
    public VoiceChannel openVoice(long userId) {
        throw Pending.error();
    }

    /** Singers in the recovered header that {@link #openVoice} was not called for yet. */
    public List<Long> recoveredSingers() {
        throw Pending.error();
    }

    /** A reader for one listener (or for one bucket). */
    public MixReader openReader() {
        return new MixReader(this);
    }

    /** Room volume as a fader 0..2, at most +6 dB; NaN is ignored. */
    public void volume(double fader) {
        throw Pending.error();
    }

    /** Volume of the backing as a fader 0..2, at most +6 dB; NaN is ignored. */
    public void backingVolume(double fader) {
        throw Pending.error();
    }

    /** Whether many voices are turned down together, {@code sqrt(3 / (n + 2))}; on unless told. */
    public void crowdScaling(boolean on) {
        throw Pending.error();
    }

    /** Voices that sound at {@code sample}: above -50 dBFS in its block of 20 ms, or in the 200 ms before. */
    public int voicesAt(long sample) {
        throw Pending.error();
    }

    /** Median level of the voices that sound, as an amplitude (RMS); what each voice's limiter goes by. */
    public float medianLevel() {
        throw Pending.error();
    }

    void songChanged(RingSong song) {
        throw Pending.error();
    }

    void songEnded(RingSong song) {
        throw Pending.error();
    }
}
