package brigade.state.ring;

/**
 * What plays under a song without being in a ring: it is read by song position. Immutable and shared between rooms
 * and threads.
 */
public interface BackingSound {
    /**
     * Writes samples of this sound into {@code out[0..samples)}, or leaves {@code out} alone when they are all silent.
     *
     * @param songOffset first sample wanted, counted from the song's start; not negative
     * @param samples how many, at most {@link RingSize#BLOCK_SAMPLES}
     * @return whether {@code out} was written
     */
    boolean render(long songOffset, int samples, float[] out);

    /** Whether it plays at full backing volume: engine.md's "1 if metronome else 0.2". */
    boolean isMetronome();

    /** Samples until it ends; {@link Long#MAX_VALUE} when it never does. */
    long samples();

    /** A track, read from the song's start. {@code samples} is kept, not copied: never change it afterwards. */
    static BackingSound track(float[] samples) {
        return new TrackSound(samples);
    }

    /**
     * Clicks on every beat, beat 0 at the song's start.
     *
     * @param bpm 1..1000
     * @param beatsPerBar an accent on every so many beats; 0 accents the very first alone
     */
    static BackingSound metronome(int bpm, int beatsPerBar) {
        return new MetronomeSound(bpm, beatsPerBar);
    }
}
