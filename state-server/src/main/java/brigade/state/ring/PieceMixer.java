package brigade.state.ring;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Mixes one piece, which lies in one block and one song, at given gains; knows nothing of listeners. The building block
 * of v1's readers and of v2's streams. Agent thread only.
 */
final class PieceMixer {
    private final MixRings rings;
    private final BackingSound.Piece backing = new BackingSound.Piece();

    PieceMixer(MixRings rings) {
        this.rings = rings;
    }

    /**
     * Lead, voices, repeats and backing at {@code from}.
     *
     * @param before gains at the piece's start
     * @param after gains at its end; between them they go straight
     * @param y receives the samples, {@code y[0..samples)}
     * @return an upper bound of their peak in units of {@link Kernels#PEAK_ONE}, rounded down; 0 only for silence
     */
    int mix(RingSong song, long from, int samples, MixGains before, MixGains after, float[] y) {
        boolean voices = rings.lead.isOccupied(from) || rings.voices.isOccupied(from);
        boolean round = rings.round.isOccupied(from);
        BackingSound sound = song.backing();
        boolean under = sound != null && sound.locate(from - song.startSample(), samples, backing);
        if (!voices && !round && !under) {
            Arrays.fill(y, 0, samples, 0);
            return 0;
        }
        boolean steady = before.voices == after.voices && before.backing == after.backing;
        MemorySegment lead = rings.lead.memory();
        MemorySegment others = rings.voices.memory();
        long at = rings.lead.offsetBytes(from);
        int peak;
        // A block that nobody wrote is clean: it may be read as well as left out.
        if (!steady || round) {
            start(rings.lead, from, before.voices, after.voices, y, samples);
            add(rings.voices, from, before.voices, after.voices, y, samples);
            peak = addRest(from, samples, under, before, after, y);
        } else if (under) {
            int sum = Kernels.mixOver(
                    lead, others, at, after.voices, backing.samples, backing.at, after.backing, y, samples);
            peak = bound(sum * after.voices + backing.peak * after.backing, y, samples);
        } else {
            int sum = Kernels.mix(lead, others, at, after.voices, y, samples);
            peak = bound(sum * after.voices, y, samples);
        }
        fade(song, from, samples, y);
        return Math.max(1, peak);
    }

    /** A bound of the peak in peak units: what is known without a look if that is low enough, else the peak itself. */
    private static int bound(float atMost, float[] y, int samples) {
        return atMost < Levels.CEILING * 0.99f ? (int) (atMost * Kernels.PEAK_ONE) : Kernels.peak(y, 0, samples);
    }

    /** What lies in one ring; else as {@link #mix}, but returns 0 below -96 dBFS already. */
    int mixRing(SampleRing ring, RingSong song, long from, int samples, float before, float after, float[] y) {
        if (!ring.isOccupied(from)) {
            Arrays.fill(y, 0, samples, 0);
            return 0;
        }
        int peak = Kernels.mixOne(ring.memory(), ring.offsetBytes(from), before, after, y, samples);
        fade(song, from, samples, y);
        return peak;
    }

    /** The track under the song, for a stream; else as {@link #mixRing}. Who hears a stream makes the clicks of a metronome himself. */
    int mixBacking(RingSong song, long from, int samples, float before, float after, float[] y) {
        BackingSound sound = song.backing();
        if (sound == null || sound.isMetronome() || !sound.locate(from - song.startSample(), samples, backing)) {
            Arrays.fill(y, 0, samples, 0);
            return 0;
        }
        int peak = Kernels.mixTrack(backing.samples, backing.at, before, after, y, samples);
        fade(song, from, samples, y);
        return peak;
    }

    /** Lead, voices, repeats and backing, each at its own gain; else as {@link #mixRing}. */
    int mixAll(RingSong song, long from, int samples, MixGains before, MixGains after, float[] y) {
        BackingSound sound = song.backing();
        boolean under = sound != null && sound.locate(from - song.startSample(), samples, backing);
        if (!under && !rings.lead.isOccupied(from) && !rings.voices.isOccupied(from) && !rings.round.isOccupied(from)) {
            Arrays.fill(y, 0, samples, 0);
            return 0;
        }
        start(rings.lead, from, before.lead, after.lead, y, samples);
        add(rings.voices, from, before.voices, after.voices, y, samples);
        int peak = addRest(from, samples, under, before, after, y);
        fade(song, from, samples, y);
        return peak;
    }

    /** {@code y} = what lies in {@code ring}. */
    private static void start(SampleRing ring, long from, float before, float after, float[] y, int samples) {
        if (ring.isOccupied(from)) {
            Kernels.mixOne(ring.memory(), ring.offsetBytes(from), before, after, y, samples);
        } else {
            Arrays.fill(y, 0, samples, 0);
        }
    }

    /** Adds what lies in {@code ring}. */
    private static void add(SampleRing ring, long from, float before, float after, float[] y, int samples) {
        if (ring.isOccupied(from)) {
            Kernels.addOne(ring.memory(), ring.offsetBytes(from), before, after, y, samples);
        }
    }

    /** Adds repeats and, when {@code under}, the backing that was located last; returns the peak of all. */
    private int addRest(long from, int samples, boolean under, MixGains before, MixGains after, float[] y) {
        add(rings.round, from, before.round, after.round, y, samples);
        if (under) {
            Kernels.addTrack(backing.samples, backing.at, before.backing, after.backing, y, samples);
        }
        return Kernels.peak(y, 0, samples);
    }

    /** A song's last 300 ms go straight to nothing. */
    private static void fade(RingSong song, long from, int samples, float[] y) {
        long end = song.endSample();
        if (end == RingSong.RUNNING || from + samples <= end - Levels.SONG_FADE_SAMPLES) {
            return;
        }
        int loud = (int) Math.max(0, end - Levels.SONG_FADE_SAMPLES - from);
        float first = (end - from - loud) / (float) Levels.SONG_FADE_SAMPLES;
        float last = (end - from - samples) / (float) Levels.SONG_FADE_SAMPLES;
        Kernels.ramp(y, loud, samples, first, last);
    }
}
