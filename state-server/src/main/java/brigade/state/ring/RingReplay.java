package brigade.state.ring;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the moves of {@link RingMoves} once more, with rings of its own: sums are fixed point and nothing depends on a clock, so what comes
 * out is the same to the bit. One thread.
 */
public final class RingReplay {
    private static final int FRAME = ClosedStream.FRAME_SAMPLES;

    /** Bits of a song's plan in a move: bpm 16, beats of a repeat 16, repeats 16, beats of the count-in 8, metronome 1. */
    private static final int FIELD_BITS = 16;

    private static final int COUNT_IN_BITS = 8;

    /** Sound of voices, as it came. */
    @FunctionalInterface
    public interface Voices {
        /** The samples of {@code who} at {@code start}; null when there are none. */
        float @Nullable [] sound(long who, long start, int samples);
    }

    /** Takes the frames of the stream {@code all}. */
    @FunctionalInterface
    public interface Frames {
        /** The frame at {@code clock}; null when nothing sounds. The array is used again. */
        void frame(long clock, float @Nullable [] sound);
    }

    private final Voices voices;
    private final Frames frames;
    private final @Nullable BackingSound track;
    private final Map<Long, VoiceChannel> channels = new HashMap<>();
    private final float[] frame = new float[FRAME];
    private final MemorySegment frameMemory = MemorySegment.ofArray(frame);
    private @Nullable MixRings rings;
    private @Nullable ClosedStream all;
    private long missingSamples;

    /** @param track what plays under songs that have a track */
    public RingReplay(Voices voices, Frames frames, @Nullable BackingSound track) {
        this.voices = voices;
        this.frames = frames;
        this.track = track;
    }

    /** Samples of voices that were written and are not there any more. */
    public long missingSamples() {
        return missingSamples;
    }

    /** A song's plan in a move; its track's name is not in it. */
    static long planOf(SongPlan plan) {
        long bits = plan.metronome() ? 1 : 0;
        bits = (bits << COUNT_IN_BITS) | plan.countInBeats();
        bits = (bits << FIELD_BITS) | plan.repeats();
        bits = (bits << FIELD_BITS) | plan.beatsPerRepeat();
        return (bits << FIELD_BITS) | plan.bpm();
    }

    private static SongPlan planOf(long start, long leader, long bits) {
        int field = (1 << FIELD_BITS) - 1;
        int bpm = (int) bits & field;
        int beats = (int) (bits >> FIELD_BITS) & field;
        int repeats = (int) (bits >> (2 * FIELD_BITS)) & field;
        int countIn = (int) (bits >> (3 * FIELD_BITS)) & ((1 << COUNT_IN_BITS) - 1);
        boolean metronome = bits >> (3 * FIELD_BITS + COUNT_IN_BITS) != 0;
        return new SongPlan(start, leader, bpm, beats, repeats, metronome, "", countIn);
    }

    /**
     * Makes one move.
     *
     * @throws IllegalArgumentException when it cannot follow the ones before: the journal has a hole
     */
    public void move(int kind, long now, long who, long at, long value) {
        if (kind == RingMoves.MADE) {
            rings = new MixRings(RingMemory.heap(new RingSize((int) who, (int) at)), now);
            channels.clear();
            all = null;
            return;
        }
        MixRings in = rings;
        if (in == null) {
            throw new IllegalArgumentException("moves without rings");
        }
        in.advanceTo(now);
        switch (kind) {
            case RingMoves.MEASURED, RingMoves.OVER -> {}
            case RingMoves.VOLUMES -> in.volumes.restore(who, at, value);
            case RingMoves.VOICE_OPENED -> channels.put(who, in.openVoice(who));
            case RingMoves.LEAD_CLOSED -> in.leadIsClosedUpTo(at);
            case RingMoves.SONG_STARTED -> in.startSong(planOf(at, who, value));
            case RingMoves.SONG_LED, RingMoves.SONG_ENDS, RingMoves.SONG_BACKED ->
                song(songOf(in, at), kind, who, value);
            case RingMoves.ALL_OPENED, RingMoves.ALL_DELAY, RingMoves.ALL_CLOSED, RingMoves.ALL_DROPPED ->
                stream(in, kind, now, who, at, value);
            default -> voice(kind, who, at, value);
        }
    }

    private static RingSong songOf(MixRings in, long start) {
        for (RingSong song : in.songs()) {
            if (song.startSample() == start) {
                return song;
            }
        }
        throw new IllegalArgumentException("no song starts at " + start);
    }

    private void song(RingSong song, int kind, long who, long value) {
        switch (kind) {
            case RingMoves.SONG_LED -> song.leaderId(who);
            case RingMoves.SONG_ENDS -> song.endAt(value);
            default -> {
                BackingSound sound = value == 0 ? null : value == 1 ? track : MetronomeSound.of(who, value);
                song.backing(sound == null ? null : sound.delayed(song.plan().countInSamples()));
            }
        }
    }

    private void stream(MixRings in, int kind, long now, long who, long at, long value) {
        if (kind == RingMoves.ALL_OPENED) {
            all = in.openStream(StreamKind.ALL, 0, at, (int) who, value);
            return;
        }
        ClosedStream stream = all;
        if (stream == null) {
            throw new IllegalArgumentException("the stream of all was never opened");
        }
        switch (kind) {
            case RingMoves.ALL_DELAY -> stream.delaySamples(at);
            case RingMoves.ALL_DROPPED -> {
                stream.close();
                all = null;
            }
            default -> close(stream, now);
        }
    }

    private void close(ClosedStream stream, long now) {
        long from = stream.closedUpToSample();
        stream.closeUpTo(now);
        for (long at = Math.max(from, stream.oldestSample()); at < stream.closedUpToSample(); at += FRAME) {
            if (stream.isSilent(at)) {
                frames.frame(at, null);
            } else {
                stream.copyTo(at, frameMemory, 0);
                frames.frame(at, frame);
            }
        }
    }

    private void voice(int kind, long who, long at, long value) {
        VoiceChannel voice = channels.get(who);
        if (voice == null) {
            throw new IllegalArgumentException("the voice of " + Long.toUnsignedString(who) + " was never opened");
        }
        switch (kind) {
            case RingMoves.VOICE_CLOSED -> {
                voice.close();
                channels.remove(who);
            }
            case RingMoves.VOICE_SET -> voice.restore(at, value);
            case RingMoves.VOICE_DELAY -> voice.delaySamples(at);
            case RingMoves.VOICE_TAKEN_BACK -> voice.takeBack(at);
            case RingMoves.VOICE_WROTE -> write(voice, who, at, (int) value);
            default -> throw new IllegalArgumentException("move of kind " + kind);
        }
    }

    private void write(VoiceChannel voice, long who, long start, int samples) {
        float[] sound = voices.sound(who, start, samples);
        if (sound == null) {
            missingSamples += samples;
        } else {
            voice.write(start, MemorySegment.ofArray(sound), 0, samples);
        }
    }
}
