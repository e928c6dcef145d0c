package brigade.state.ring;

import java.util.Arrays;

/**
 * Mixes one piece, which lies in one block and one song, at given gains; knows nothing of listeners. The building block
 * of every reader: v2's streams take other rings and gains here. Agent thread only.
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
        boolean steady = before.voices == after.voices && before.backing == after.backing;
        int peak;
        if (steady && voices && !round) {
            long offset = rings.lead.offsetBytes(from);
            peak = under
                    ? Kernels.mixOver(
                            rings.lead.memory(),
                            rings.voices.memory(),
                            offset,
                            after.voices,
                            backing.samples,
                            backing.at,
                            after.backing,
                            y,
                            samples)
                    : Kernels.mix(rings.lead.memory(), rings.voices.memory(), offset, after.voices, y, samples);
        } else if (voices || round || under) {
            Arrays.fill(y, 0, samples, 0);
            if (voices) {
                add(rings.lead, from, samples, before.voices, after.voices, y);
                add(rings.voices, from, samples, before.voices, after.voices, y);
            }
            if (round) {
                add(rings.round, from, samples, before.round, after.round, y);
            }
            if (under) {
                Kernels.mixRamped(backing.samples, backing.at, before.backing, after.backing, y, samples);
            }
            peak = Kernels.peak(y, 0, samples);
        } else {
            Arrays.fill(y, 0, samples, 0);
            return 0;
        }
        fade(song, from, samples, y);
        return Math.max(1, peak);
    }

    /** The soloed voices at {@code from}; else as {@link #mix}. */
    int mixSolo(RingSong song, long from, int samples, MixGains before, MixGains after, float[] y) {
        Arrays.fill(y, 0, samples, 0);
        if (!rings.solo.isOccupied(from)) {
            return 0;
        }
        add(rings.solo, from, samples, before.round, after.round, y);
        int peak = Kernels.peak(y, 0, samples);
        fade(song, from, samples, y);
        return Math.max(1, peak);
    }

    private static void add(SampleRing ring, long from, int samples, float first, float last, float[] y) {
        if (ring.isOccupied(from)) {
            Kernels.mixRamped(ring.memory(), ring.offsetBytes(from), first, last, y, samples);
        }
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
