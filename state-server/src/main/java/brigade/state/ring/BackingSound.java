package brigade.state.ring;

import brigade.audio.file.MappedWav;

/**
 * What plays under a song without being in a ring: it is read by song position. Immutable once made, and shared between
 * rooms and threads.
 */
public abstract sealed class BackingSound permits TrackSound, MappedSound, MetronomeSound, DelayedSound {
    /** Fixed point of backing sounds: 24 fraction bits, +-128, as exact as the floats they come from. */
    static final float ONE = 1 << 24;

    /** A place where samples lie; owned and reused by a reader. */
    static final class Piece {
        int[] samples = new int[0];
        int at;

        /** No sample that was located is beyond it. */
        int peak;

        /** For sounds that have to compute their samples. */
        final int[] scratch = new int[RingSize.BLOCK_SAMPLES];
    }

    /** Whether it plays at full backing volume: the "1 if metronome else 0.2" of the design's "Levels". */
    public abstract boolean isMetronome();

    /** Samples until it ends; {@link Long#MAX_VALUE} when it never does. */
    public abstract long samples();

    /**
     * Says where samples of this sound lie.
     *
     * @param songOffset first sample wanted, counted from the song's start; not negative
     * @param samples how many, at most {@link RingSize#BLOCK_SAMPLES}
     * @return false when they are all silent; {@code into} is then as it was
     */
    abstract boolean locate(long songOffset, int samples, Piece into);

    /**
     * A track, played once from the song's start. Costs milliseconds: make it where tracks are loaded, not on the agent
     * thread. NaN becomes silence; more than +-128 is cut.
     */
    public static BackingSound track(float[] samples) {
        return new TrackSound(samples);
    }

    /** A recording, played once from the song's start, read from its file while it plays. */
    public static BackingSound mapped(MappedWav wav, double gain) {
        return new MappedSound(wav, gain);
    }

    /** The same sound, {@code samples} later: silence before. */
    public final BackingSound delayed(long samples) {
        return samples == 0 ? this : new DelayedSound(this, samples);
    }

    /**
     * Clicks on every beat, beat 0 at the song's start.
     *
     * @param bpm 1..1000
     * @param beatsPerBar an accent on every so many beats; 0 accents the very first alone
     */
    public static BackingSound metronome(int bpm, int beatsPerBar) {
        return new MetronomeSound(bpm, beatsPerBar, 1);
    }

    /**
     * The same with other accents.
     *
     * @param beatsPerBar 1..31
     * @param accents beats of the bar that are accented, from 1
     */
    public static BackingSound metronome(int bpm, int beatsPerBar, int[] accents) {
        int mask = 0;
        for (int beat : accents) {
            mask |= 1 << (beat - 1);
        }
        return new MetronomeSound(bpm, beatsPerBar, mask);
    }
}
