package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The chain that one singer's voice passes on its way into the rings. Agent thread only.
 *
 * <p>In order: trimmed to the songs it falls into, what was written before dropped, fader (and the leader's gain),
 * meter and sound detector, the voice's own limiter, fixed point; then added to the lead or the voices ring, to the
 * solo ring when soloed, and to the round ring once per repeat. What was added in the last
 * {@value #TAKE_BACK_SECONDS} s can be taken back to the bit; who sent no voice for that long has nothing kept.
 *
 * <p>It works in pieces: a piece lies in one block of the common 20 ms grid and in one song.
 */
public final class VoiceChannel {
    /** Seconds that {@link #takeBack} reaches back, and that it is possible after the last sample was sent. */
    public static final int TAKE_BACK_SECONDS = 6;

    /** No block was counted before the history was given back. */
    private static final long NONE = -1;

    /** Flags of a move. */
    private static final int MUTED = 1;

    private static final int SOLOED = 2;

    private final MixRings rings;
    private final long userId;
    private final SingerTable singers;
    private final int row;
    private final VoiceMeter meter = new VoiceMeter();
    private final VoiceShaper shaper = new VoiceShaper();
    private @Nullable VoiceHistory history;
    private @Nullable RingSong lastSong;
    private long writtenUpTo;

    /** The room's clock when he last sent something new and was not muted. */
    private long lastVoiceAt = Long.MIN_VALUE;

    /** The block that he broke off in, when that was counted and his history has been given back since. */
    private long countedBlock = NONE;

    private long delaySamples;
    private long duplicateSamples;
    private long nextClosedUpTo = Long.MIN_VALUE;
    private long lateSamples;
    private float fader = 1;
    private float trim = 1;
    private boolean muted;
    private boolean soloed;

    VoiceChannel(MixRings rings, long userId, SingerTable singers, int row) {
        this.rings = rings;
        this.userId = userId;
        this.singers = singers;
        this.row = row;
        this.writtenUpTo = singers.writtenUpTo(row);
        this.delaySamples = singers.delaySamples(row);
    }

    /** Whose voice; unsigned. */
    public long userId() {
        return userId;
    }

    /**
     * Takes samples of the voice. NaN counts as silence; more than twice full scale is cut to that.
     *
     * <p>The caller has checked that they end by now; what is later than that or older than the ring is dropped.
     *
     * @param startSample position of the first
     * @param pcm floats, native byte order
     * @param offsetBytes where the first lies in {@code pcm}
     * @param samples how many
     * @return how many fell into a song and were new
     */
    public int write(long startSample, MemorySegment pcm, long offsetBytes, int samples) {
        long end = Math.min(startSample + samples, rings.nowSamples());
        long from = Math.max(startSample, Math.max(writtenUpTo, rings.oldestSample()));
        duplicateSamples += Math.max(0, Math.min(startSample + samples, writtenUpTo) - startSample);
        if (from >= end) {
            return 0;
        }
        if (rings.leads(userId)) {
            rings.tellLead();
        }
        rings.moved(RingMoves.VOICE_WROTE, userId, startSample, samples);
        meter.begin();
        releaseHistory();
        lastVoiceAt = muted ? lastVoiceAt : rings.nowSamples();
        int kept = 0;
        while (from < end) {
            long to = rings.pieceEnd(from, end);
            RingSong song = rings.songAt(from);
            int length = (int) (to - from);
            // Before adding: a server that dies here loses this piece; after, it would take a retry for new.
            writtenUpTo = to;
            singers.writtenUpTo(row, to);
            if (!muted) {
                MemorySegment.copy(
                        pcm, JAVA_FLOAT_UNALIGNED, offsetBytes + 4 * (from - startSample), shaper.x, 0, length);
                if (song == null) {
                    meterOnly(from, length);
                } else {
                    add(song, from, length);
                }
            }
            kept += song == null ? 0 : length;
            from = to;
        }
        return kept;
    }

    private void meterOnly(long from, int samples) {
        shaper.measure(fader, samples);
        meter.take(from / RingSize.BLOCK_SAMPLES, shaper.energy(), samples);
    }

    private void add(RingSong song, long from, int samples) {
        boolean leads = song.leaderId() == userId;
        // The lead stream has gone by there, so only the crowd can still hear it. On the grid: never within a piece.
        boolean inLead = leads && from >= rings.leadClosedUpTo();
        countLate(leads, from, samples);
        VoiceHistory kept = history();
        int[] fixed = shaper.fixed;
        long block = from / RingSize.BLOCK_SAMPLES;
        float target = target(leads);
        float now = shaper.gain();
        if (song != lastSong) {
            // Nothing of him sounds in this song yet, so there is nothing to rise from.
            lastSong = song;
            now = target;
            shaper.limiter.reset();
        }
        float next = GainRamp.next(now, target, samples);
        float limit = rings.medianLevel() * Levels.ABOVE_MEDIAN;
        shaper.shape(now, next, limit, inLead ? rings.lead : rings.voices, from, samples);
        kept.keep(from, fixed, samples);
        meter.take(block, shaper.energy(), samples);
        kept.note(song, from, from + samples, inLead, soloed);
        if (meter.isSounding() && !kept.isCounted(block)) {
            kept.counted(block, true);
            rings.counts.add(block, 1);
        }
        if (shaper.isSilent()) {
            return;
        }
        if (soloed) {
            rings.solo.add(from, fixed, 0, samples);
        }
        if (song.plan().repeats() > 0) {
            repeat(song, from, fixed, samples, true);
        }
    }

    private void countLate(boolean leads, long from, int samples) {
        long closed = leads ? Math.max(nextClosedUpTo, rings.leadClosedUpTo()) : nextClosedUpTo;
        if (closed > from) {
            lateSamples += Math.min(from + samples, closed) - from;
        }
    }

    /** Fader and leader's gain under the caps: the voice's, the leader's, and all together with the room's. */
    private float target(boolean leads) {
        float all = Levels.ALL_MAX / Math.max(1, rings.volumes.room());
        float own = Math.min(Levels.VOICE_MAX, fader * trim * rings.volumes.voice(leads));
        return Math.min(all, leads ? own * Levels.LEADER : own);
    }

    /** Adds or takes back a piece's repeats, as far as they lie in the song. */
    private void repeat(RingSong song, long from, int[] fixed, int samples, boolean add) {
        long length = song.plan().repeatSamples();
        long last = Math.min(song.endSample(), rings.round.endSample());
        for (int k = 1; k <= song.plan().repeats(); k++) {
            long start = from + k * length;
            long end = Math.min(last, start + samples);
            // A repeat lies across the grid: at most two blocks.
            for (long sample = start; sample < end; ) {
                long next = Math.min(end, (sample / RingSize.BLOCK_SAMPLES + 1) * RingSize.BLOCK_SAMPLES);
                int offset = (int) (sample - start);
                if (add) {
                    rings.round.add(sample, fixed, offset, (int) (next - sample));
                } else if (sample >= rings.round.oldestSample()) {
                    rings.round.subtract(sample, fixed, offset, (int) (next - sample));
                }
                sample = next;
            }
        }
    }

    private VoiceHistory history() {
        VoiceHistory kept = history;
        if (kept == null) {
            kept = rings.histories.take();
            history = kept;
            if (countedBlock != NONE) {
                kept.counted(countedBlock, true);
                countedBlock = NONE;
            }
        }
        return kept;
    }

    /** Gives his history back once it is too old to be taken back; called about once a second. */
    void releaseHistory() {
        VoiceHistory kept = history;
        if (kept != null && rings.nowSamples() - lastVoiceAt > VoiceHistory.SAMPLES) {
            long block = writtenUpTo / RingSize.BLOCK_SAMPLES;
            countedBlock = kept.isCounted(block) ? block : NONE;
            history = null;
            rings.histories.giveBack(kept);
        }
    }

    /** Everything below it has been written, or passed by; 0 before the first write. */
    public long writtenUpTo() {
        return writtenUpTo;
    }

    /** Samples dropped so far because they were written before. */
    public long duplicateSamples() {
        return duplicateSamples;
    }

    /**
     * How far the next bucket's stream is closed: what he writes below that is late. It is kept, for the buckets after
     * that one, and counted. {@link Long#MIN_VALUE} when there is none to be late for.
     */
    public void nextClosedUpTo(long sample) {
        nextClosedUpTo = sample;
    }

    /** Samples taken so far that were late; of a muted voice none, as none would have been heard. */
    public long lateSamples() {
        return lateSamples;
    }

    /** Sets the fader, 0..2; more than +12 dB is cut to that, NaN ignored. Falls at once, rises by 20 dB/s. */
    public void fader(double position) {
        if (!Double.isNaN(position)) {
            set(Levels.fader(position, Levels.VOICE_MAX), trim, muted, soloed);
        }
    }

    /** Sets a factor beside the fader, which the system moves by itself; the caps hold for both together. NaN is ignored. */
    public void trim(float factor) {
        if (!Float.isNaN(factor)) {
            set(fader, Math.max(0, factor), muted, soloed);
        }
    }

    /** A muted voice is silent but its clock goes on. Takes nothing back by itself. */
    public void muted(boolean muted) {
        set(fader, trim, muted, soloed);
    }

    /** Whether what is written from now on goes to the solo ring too. */
    public void soloed(boolean soloed) {
        set(fader, trim, muted, soloed);
    }

    private void set(float nextFader, float nextTrim, boolean nextMuted, boolean nextSoloed) {
        boolean same = nextFader == fader && nextTrim == trim && nextMuted == muted && nextSoloed == soloed;
        fader = nextFader;
        trim = nextTrim;
        muted = nextMuted;
        soloed = nextSoloed;
        if (!same) {
            rings.moved(
                    RingMoves.VOICE_SET,
                    userId,
                    RingMoves.pair(fader, trim),
                    (muted ? MUTED : 0) + (soloed ? SOLOED : 0));
        }
    }

    /** For a replay: as a move of {@link RingMoves#VOICE_SET} says. */
    void restore(long faderAndTrim, long flags) {
        set(RingMoves.high(faderAndTrim), RingMoves.low(faderAndTrim), (flags & MUTED) != 0, (flags & SOLOED) != 0);
    }

    /** Keeps his delay behind now in the ring file, for the seating after a restart. */
    public void delaySamples(long delaySamples) {
        if (delaySamples != this.delaySamples) {
            rings.moved(RingMoves.VOICE_DELAY, userId, delaySamples, 0);
        }
        this.delaySamples = delaySamples;
        singers.delaySamples(row, delaySamples);
    }

    /** The delay that was set, by this process or the former; 0 when none was. */
    public long delaySamples() {
        return delaySamples;
    }

    /** RMS of the last write after fader and before the limiter, 0 when muted; measured outside songs too. */
    public float rms() {
        return muted ? 0 : meter.rms();
    }

    /** Whether he sounded in the last block written: RMS over 20 ms above -50 dBFS, or within 200 ms after that. */
    public boolean isSounding() {
        return !muted && meter.isSounding();
    }

    /** His level over seconds while he sings in songs; 0 when he is not one of the room's voices now. */
    float slowLevel() {
        long oldest = rings.nowSamples() / RingSize.BLOCK_SAMPLES - delaySamples / RingSize.BLOCK_SAMPLES;
        return muted || meter.lastLoudBlock() < oldest - MixRings.RECENT_BLOCKS ? 0 : meter.slowRms();
    }

    /**
     * Takes out again what he added at {@code fromSample} and later, repeats and solo included, as far as it is kept:
     * his last {@value #TAKE_BACK_SECONDS} s, and nothing once he has been silent for longer. His written-up-to clock
     * stays. In a block that he keeps in part he still counts as sounding.
     *
     * @return how many samples were taken back
     */
    public int takeBack(long fromSample) {
        rings.moved(RingMoves.VOICE_TAKEN_BACK, userId, fromSample, 0);
        releaseHistory();
        VoiceHistory kept = history;
        if (kept == null) {
            return 0;
        }
        // The lead ring stands for all rings that are read: they hold the same range.
        long from = Math.max(fromSample, Math.max(writtenUpTo - VoiceHistory.SAMPLES, rings.lead.oldestSample()));
        int taken = 0;
        for (int i = 0; i < kept.stretches(); i++) {
            // What lies beyond the song's end is not heard, and may have been wiped for the next song.
            long end = Math.min(kept.endOf(i), kept.songOf(i).endSample());
            for (long sample = Math.max(from, kept.startOf(i)); sample < end; ) {
                long next = Math.min(end, (sample / RingSize.BLOCK_SAMPLES + 1) * RingSize.BLOCK_SAMPLES);
                takeBack(kept, i, sample, (int) (next - sample), from);
                taken += (int) (next - sample);
                sample = next;
            }
        }
        kept.cut(from);
        return taken;
    }

    private void takeBack(VoiceHistory kept, int stretch, long sample, int samples, long from) {
        RingSong song = kept.songOf(stretch);
        int[] fixed = shaper.fixed;
        kept.load(sample, fixed, samples);
        (kept.isLead(stretch) ? rings.lead : rings.voices).subtract(sample, fixed, 0, samples);
        if (kept.isSolo(stretch)) {
            rings.solo.subtract(sample, fixed, 0, samples);
        }
        if (song.plan().repeats() > 0) {
            repeat(song, sample, fixed, samples, false);
        }
        long block = sample / RingSize.BLOCK_SAMPLES;
        if (block * RingSize.BLOCK_SAMPLES >= from && kept.isCounted(block)) {
            kept.counted(block, false);
            rings.counts.add(block, -1);
        }
    }

    /** Forgets him; what he sang stays. Nobody may use it afterwards. */
    public void close() {
        rings.moved(RingMoves.VOICE_CLOSED, userId, 0, 0);
        singers.close(row);
        if (history != null) {
            rings.histories.giveBack(history);
            history = null;
        }
        rings.closed(this);
    }
}
