package brigade.state.ring;

import brigade.audio.AudioFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rings of one room while it sings: songs, voices and readers hang on it. Agent thread only.
 *
 * <p>Made when a song is armed, dropped when the room is idle again ({@link RingMemory#discard()} then frees the
 * memory, off the agent thread).
 */
public final class MixRings {
    /** Songs kept at a time: the running one and those that trail. */
    public static final int SONGS_MAX = 4;

    private static final int BLOCK = RingSize.BLOCK_SAMPLES;

    final SampleRing lead;
    final SampleRing voices;
    final SampleRing solo;
    final SampleRing round;
    final CountRing counts;
    final MixVolumes volumes = new MixVolumes();
    final VoiceHistories histories = new VoiceHistories();

    private final RingMemory memory;
    private final RingHeader header;
    private final SingerTable singers;
    private final List<RingSong> songs = new ArrayList<>();
    private final List<RingSong> songsView = Collections.unmodifiableList(songs);
    private final List<VoiceChannel> channels = new ArrayList<>();
    private RingMoves moves = RingMoves.NONE;
    private long toldLead = Long.MIN_VALUE;
    private final OpenStreams streams = new OpenStreams();
    private final MedianLevel median = new MedianLevel(channels);
    private final int aheadBlocks;
    private final long formerClock;
    private long nowSamples;
    private long nextReleaseSample = Long.MIN_VALUE;

    /**
     * Takes over {@code memory}; when it was recovered, with the songs and the singers' clocks that its header holds.
     *
     * @param nowSamples the clock; never goes back
     */
    public MixRings(RingMemory memory, long nowSamples) {
        boolean recovered = memory.isRecovered();
        this.memory = memory;
        this.header = memory.header();
        this.aheadBlocks = memory.size().roundBlocks() - memory.size().blocks();
        this.nowSamples = nowSamples;
        long from = recovered ? header.clock() : nowSamples;
        this.formerClock = Math.min(from, nowSamples);
        this.lead = new SampleRing(memory.lead(), preparedBlock(from), recovered);
        this.voices = new SampleRing(memory.voices(), preparedBlock(from), recovered);
        this.solo = new SampleRing(memory.solo(), preparedBlock(from), recovered);
        this.round = new SampleRing(memory.round(), preparedBlock(from) + aheadBlocks, recovered);
        this.counts = new CountRing(memory.counts(), preparedBlock(from));
        this.singers = new SingerTable(header, recovered);
        if (recovered) {
            recoverSongs();
        }
        prepare();
    }

    private void recoverSongs() {
        for (int slot = 0; slot < SONGS_MAX; slot++) {
            RingHeader.StoredSong stored = header.song(slot);
            if (stored != null) {
                songs.add(new RingSong(this, stored.plan(), slot, stored.leaderId(), stored.endSample()));
            }
        }
        songs.sort((a, b) -> Long.compare(a.startSample(), b.startSample()));
    }

    /** Has {@code to} told of all that changes from now on; set right after they were made, it can replay all of it. */
    public void moves(RingMoves to) {
        moves = to;
        toldLead = Long.MIN_VALUE;
        moved(RingMoves.MADE, memory.size().reachSamples(), memory.size().aheadSamples(), memory.isRecovered() ? 1 : 0);
    }

    void moved(int kind, long who, long at, long value) {
        moves.move(kind, nowSamples, who, at, value);
    }

    /** Whether somebody leads one of the songs. */
    boolean leads(long userId) {
        for (int i = 0; i < songs.size(); i++) {
            if (songs.get(i).leaderId() == userId) {
                return true;
            }
        }
        return false;
    }

    /** Tells how far the lead is closed, if that is news. */
    void tellLead() {
        long closed = streams.leadClosedUpTo();
        if (closed != toldLead) {
            toldLead = closed;
            moved(RingMoves.LEAD_CLOSED, 0, closed, 0);
        }
    }

    void leadIsClosedUpTo(long sample) {
        streams.leadIsClosedUpTo(sample);
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
        if (nowSamples > this.nowSamples) {
            this.nowSamples = nowSamples;
            prepare();
        }
        if (median.advanceTo(this.nowSamples)) {
            moved(RingMoves.MEASURED, 0, 0, 0);
        }
        if (this.nowSamples >= nextReleaseSample) {
            nextReleaseSample = this.nowSamples + AudioFormat.SAMPLE_RATE_HZ;
            for (int i = 0; i < channels.size(); i++) {
                channels.get(i).releaseHistory();
            }
        }
    }

    private void prepare() {
        long end = preparedBlock(nowSamples);
        lead.prepareUpTo(end);
        voices.prepareUpTo(end);
        solo.prepareUpTo(end);
        counts.prepareUpTo(end);
        round.prepareUpTo(end + aheadBlocks);
        header.clock(nowSamples);
        for (int i = songs.size() - 1; i >= 0; i--) {
            RingSong song = songs.get(i);
            if (song.endSample() < oldestSample()) {
                header.clearSong(song.slot());
                songs.remove(i);
            }
        }
    }

    /** The oldest sample that can still be written and read. */
    public long oldestSample() {
        return nowSamples - memory.size().reachSamples();
    }

    /** Songs that run or may still be read, oldest first; a live view. At most {@value #SONGS_MAX}. */
    public List<RingSong> songs() {
        return songsView;
    }

    /** The earliest start that {@link #startSong} takes: the end of the latest song, {@link RingSong#RUNNING} if open. */
    public long earliestStartSample() {
        return songs.isEmpty() ? oldestSample() : songs.getLast().endSample();
    }

    /**
     * Begins a song. What lies at its start and later, left by a song that was cut short, is wiped first.
     *
     * @throws IllegalArgumentException when it starts before {@link #earliestStartSample()}
     * @throws IllegalStateException when {@link #SONGS_MAX} songs are still readable
     */
    public RingSong startSong(SongPlan plan) {
        long start = plan.startSample();
        if (start < earliestStartSample()) {
            throw new IllegalArgumentException("song starts at " + start + ", before " + earliestStartSample());
        }
        RingSong song = new RingSong(this, plan, freeSlot(), plan.leaderId(), RingSong.RUNNING);
        boolean sharesBlock = songAt(start - 1) != null;
        lead.wipe(start, Long.MAX_VALUE);
        voices.wipe(start, Long.MAX_VALUE);
        solo.wipe(start, Long.MAX_VALUE);
        round.wipe(start, Long.MAX_VALUE);
        counts.wipe(sharesBlock ? Math.ceilDiv(start, BLOCK) : start / BLOCK, Long.MAX_VALUE);
        songs.add(song);
        header.store(song);
        moved(RingMoves.SONG_STARTED, plan.leaderId(), start, RingReplay.planOf(plan));
        return song;
    }

    private int freeSlot() {
        for (int slot = 0; slot < SONGS_MAX; slot++) {
            boolean free = true;
            for (RingSong song : songs) {
                free &= song.slot() != slot;
            }
            if (free) {
                return slot;
            }
        }
        throw new IllegalStateException("no room for another song: " + SONGS_MAX + " are still heard");
    }

    /**
     * Opens the voice of a singer; after a restart it goes on at his written-up-to clock. Singers beyond
     * {@value RingLayout#SINGERS_MAX} sing as well but are not in the ring file.
     *
     * @throws IllegalStateException when it is open
     */
    public VoiceChannel openVoice(long userId) {
        for (VoiceChannel channel : channels) {
            if (channel.userId() == userId) {
                throw new IllegalStateException("voice of " + Long.toUnsignedString(userId) + " is open");
            }
        }
        VoiceChannel channel = new VoiceChannel(this, userId, singers, singers.open(userId));
        channels.add(channel);
        moved(RingMoves.VOICE_OPENED, userId, 0, 0);
        return channel;
    }

    /** Singers in the recovered header that {@link #openVoice} was not called for yet. */
    public List<Long> recoveredSingers() {
        return singers.recovered();
    }

    /** A reader for one listener (or for one bucket). */
    public MixReader openReader() {
        return new MixReader(this);
    }

    /**
     * Opens a closed stream; the first frame that it closes is the next to become due.
     *
     * @param bucket who hears it; 0 when all do
     * @param delaySamples how long after its end a frame closes
     * @param keptFrames how many closed frames it keeps; 3,840 bytes each
     */
    public ClosedStream openStream(StreamKind kind, int bucket, long delaySamples, int keptFrames) {
        return openStream(kind, bucket, delaySamples, keptFrames, nowSamples - delaySamples);
    }

    /**
     * The same, with {@code fromSample}'s frame as the first: for a bucket that was empty, or after a restart. Frames that
     * are due already close with the next {@link ClosedStream#closeUpTo}, as far as they are kept.
     */
    public ClosedStream openStream(StreamKind kind, int bucket, long delaySamples, int keptFrames, long fromSample) {
        ClosedStream stream = new ClosedStream(this, kind, bucket, delaySamples, keptFrames, fromSample);
        streams.add(stream);
        return stream;
    }

    /** {@link ClosedStream#closeUpTo} for all streams. */
    public void closeUpTo(long nowSamples) {
        streams.closeUpTo(nowSamples);
    }

    /**
     * Closes the lead below {@code sample}, taken down to the grid: what the leader writes there goes to the voices ring
     * and counts as late. A {@link StreamKind#LEAD} stream does this by itself.
     */
    public void leadClosedUpTo(long sample) {
        streams.leadClosedUpTo(sample);
    }

    /** Nothing the leader writes below it is heard in the lead stream; {@link Long#MIN_VALUE} without such a stream. */
    public long leadClosedUpTo() {
        return streams.leadClosedUpTo();
    }

    /**
     * Where the clock stood when the former process died, or when these rings were made: after a restart streams go on at
     * this less their delay, and a few frames before, as the last ones may not have reached anybody.
     */
    public long formerClockSamples() {
        return formerClock;
    }

    void closedUpTo(ClosedStream stream) {
        streams.closedUpTo(stream);
    }

    void dropped(ClosedStream stream) {
        streams.remove(stream);
    }

    /** Room volume as a fader 0..2, at most +6 dB; NaN is ignored. */
    public void volume(double fader) {
        volumes.room(fader);
        volumes.tell(this);
    }

    /** Room volume as a factor, 1 = neutral, at most +6 dB. */
    public void volumeFactor(double factor) {
        volumes.roomFactor(factor);
        volumes.tell(this);
    }

    /** Volume of the backing as a factor, at most +6 dB. */
    public void backingVolumeFactor(double factor) {
        volumes.backingFactor(factor);
        volumes.tell(this);
    }

    /** Volume of the backing as a fader 0..2, at most +6 dB; NaN is ignored. */
    public void backingVolume(double fader) {
        volumes.backing(fader);
        volumes.tell(this);
    }

    /** Faders of the leader's voice and of all others, 0..2; what is sung from now on has them. */
    public void voiceFaders(double leader, double others) {
        volumes.voices(leader, others);
        volumes.tell(this);
    }

    /** Whether many voices are turned down together, {@code sqrt(3 / (n + 2))}; on unless told. */
    public void crowdScaling(boolean on) {
        volumes.crowdScaling(on);
        volumes.tell(this);
    }

    /** Voices that sound at {@code sample}: above -50 dBFS in its block of 20 ms, or in the 200 ms before. */
    public int voicesAt(long sample) {
        return counts.get(Math.floorDiv(sample, BLOCK));
    }

    /** Median level of the voices that sing, as RMS; what each voice's limiter goes by. */
    public float medianLevel() {
        return median.rms();
    }

    /** The song that {@code sample} belongs to; null when none. */
    public @Nullable RingSong songAt(long sample) {
        for (int i = songs.size() - 1; i >= 0; i--) {
            RingSong song = songs.get(i);
            if (sample >= song.startSample()) {
                return sample < song.endSample() ? song : null;
            }
        }
        return null;
    }

    /** The end of the piece that begins at {@code sample}: its block's end or the next border of a song, at most {@code limit}. */
    long pieceEnd(long sample, long limit) {
        long end = Math.min(limit, (Math.floorDiv(sample, BLOCK) + 1) * BLOCK);
        for (int i = 0; i < songs.size(); i++) {
            RingSong song = songs.get(i);
            if (song.startSample() > sample) {
                end = Math.min(end, song.startSample());
            }
            if (song.endSample() > sample) {
                end = Math.min(end, song.endSample());
            }
        }
        return end;
    }

    void songChanged(RingSong song) {
        header.store(song);
    }

    void closed(VoiceChannel channel) {
        channels.remove(channel);
    }

    /** The block after the one that now falls into is the last that is prepared: its samples may come at any moment. */
    private static long preparedBlock(long nowSamples) {
        return Math.floorDiv(nowSamples, BLOCK) + 2;
    }

    /** A voice is heard as one of the room's for so long after it last sounded: 5 s, in blocks. */
    static final int RECENT_BLOCKS = 5 * AudioFormat.SAMPLE_RATE_HZ / BLOCK;
}
