package brigade.state.ring;

import brigade.audio.AudioFormat;

/**
 * What is settled when a song is armed, and kept in the ring file so that a restarted server goes on with it.
 *
 * @param startSample first sample of the song
 * @param leaderId who leads; unsigned
 * @param bpm metronome beats a minute; 0 when there is none
 * @param beatsPerRepeat beats until a voice comes again in rounds; 0 without rounds
 * @param repeats how often a voice comes again; 0 without rounds
 * @param metronome whether clicks sound under the song
 * @param trackName name of the backing track; empty without; at most {@value #TRACK_NAME_MAX_BYTES} bytes of UTF-8
 * @param countInBeats beats before click or track begin; 0 without
 */
public record SongPlan(
        long startSample,
        long leaderId,
        int bpm,
        int beatsPerRepeat,
        int repeats,
        boolean metronome,
        String trackName,
        int countInBeats) {
    /** Beats of the longest count-in. */
    public static final int COUNT_IN_MAX = 16;

    /** Bytes of a track's name in the ring file; a longer one is cut at a character. */
    public static final int TRACK_NAME_MAX_BYTES = 240;

    /** A song without a count-in. */
    public SongPlan(
            long startSample,
            long leaderId,
            int bpm,
            int beatsPerRepeat,
            int repeats,
            boolean metronome,
            String trackName) {
        this(startSample, leaderId, bpm, beatsPerRepeat, repeats, metronome, trackName, 0);
    }

    /** Refuses negative counts, and rounds without a length. */
    public SongPlan {
        if (startSample < 0
                || bpm < 0
                || beatsPerRepeat < 0
                || repeats < 0
                || countInBeats < 0
                || countInBeats > COUNT_IN_MAX) {
            throw new IllegalArgumentException("negative value in the plan of a song");
        }
        if (repeats > 0 && (bpm == 0 || beatsPerRepeat == 0)) {
            throw new IllegalArgumentException("rounds need bpm and beats per repeat");
        }
    }

    /** Samples after which a voice comes again in rounds, rounded to the nearest; 0 without rounds. */
    public long repeatSamples() {
        return repeats == 0 ? 0 : beatSample(bpm, beatsPerRepeat);
    }

    /** Samples from the song's start to its first beat; 0 without a count-in. */
    public long countInSamples() {
        return countInBeats == 0 || bpm == 0 ? 0 : beatSample(bpm, countInBeats);
    }

    /** Position of beat {@code beat} after the song's start, rounded to the nearest sample. */
    static long beatSample(int bpm, long beat) {
        return (beat * 60L * AudioFormat.SAMPLE_RATE_HZ + bpm / 2) / bpm;
    }
}
