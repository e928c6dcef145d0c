package brigade.audio.synth;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds a known sound in a recording by cross-correlation, directly in time: exact, and fast enough for a minute and a
 * 20 ms chirp. Stateless after construction, any thread.
 */
public final class Correlator {
    /**
     * Where and how the sound was found.
     *
     * @param at index of its first sample, interpolated between samples by a parabola through the peak
     * @param level its amplitude against the original: 1 is as loud
     * @param similarity normalised correlation, -1..1: 1 is the sound alone, near 0 is something else
     */
    public record Match(double at, double level, double similarity) {}

    /** Below this mean square (-100 dBFS) there is only silence to be similar to. */
    private static final double SILENCE = 1e-10;

    private final float[] sound;
    private final double energy;

    /** @param sound what to look for; not all zero */
    public Correlator(float[] sound) {
        this.sound = sound.clone();
        double sum = 0;
        for (float sample : sound) {
            sum += (double) sample * sample;
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("nothing to look for: the sound is silent");
        }
        energy = sum;
    }

    /** Looks for {@code chirp}. */
    public static Correlator of(Chirp chirp) {
        return new Correlator(chirp.sound());
    }

    /**
     * The place in {@code recording} most like the sound, its first sample in {@code [from, to)}.
     *
     * @param from clamped to 0
     * @param to clamped so that the whole sound fits
     * @throws IllegalArgumentException when nothing is left between them
     */
    public Match best(float[] recording, int from, int to) {
        int first = Math.max(0, from);
        int last = Math.min(to, recording.length - sound.length + 1);
        if (first >= last) {
            throw new IllegalArgumentException("nothing to search from " + from + " to " + to);
        }
        int best = first;
        double bestSimilarity = -2;
        double window = windowEnergy(recording, first);
        for (int at = first; at < last; at++) {
            double similarity = similarity(dot(recording, at), window);
            if (similarity > bestSimilarity) {
                bestSimilarity = similarity;
                best = at;
            }
            window = slide(window, recording, at);
        }
        return match(recording, best);
    }

    /** Every place in {@code recording} at least as similar as {@code minSimilarity}, in order, one per sound length. */
    public List<Match> all(float[] recording, double minSimilarity) {
        List<Match> found = new ArrayList<>();
        int last = recording.length - sound.length + 1;
        double window = last > 0 ? windowEnergy(recording, 0) : 0;
        int peak = -1;
        double peakSimilarity = minSimilarity;
        for (int at = 0; at < last; at++) {
            double similarity = similarity(dot(recording, at), window);
            if (similarity >= peakSimilarity) {
                peak = at;
                peakSimilarity = similarity;
            }
            if (peak >= 0 && (at - peak >= sound.length || at == last - 1)) {
                found.add(match(recording, peak));
                peak = -1;
                peakSimilarity = minSimilarity;
            }
            window = slide(window, recording, at);
        }
        return found;
    }

    private Match match(float[] recording, int at) {
        double middle = dot(recording, at);
        double shift = 0;
        if (at > 0 && at + sound.length < recording.length) {
            double before = dot(recording, at - 1);
            double after = dot(recording, at + 1);
            double curve = before - 2 * middle + after;
            if (curve < 0) {
                shift = Math.clamp(0.5 * (before - after) / curve, -0.5, 0.5);
            }
        }
        return new Match(at + shift, middle / energy, similarity(middle, windowEnergy(recording, at)));
    }

    private double similarity(double dot, double windowEnergy) {
        return windowEnergy < SILENCE * sound.length ? 0 : dot / Math.sqrt(windowEnergy * energy);
    }

    private double windowEnergy(float[] recording, int at) {
        double sum = 0;
        for (int i = 0; i < sound.length; i++) {
            sum += (double) recording[at + i] * recording[at + i];
        }
        return sum;
    }

    private double slide(double window, float[] recording, int at) {
        int next = at + sound.length;
        if (next >= recording.length) {
            return window;
        }
        double moved = window - (double) recording[at] * recording[at] + (double) recording[next] * recording[next];
        return Math.max(0, moved);
    }

    private double dot(float[] recording, int at) {
        // Four sums, because one would wait for its own last addition.
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < sound.length; i += 4) {
            a += sound[i] * recording[at + i];
            b += sound[i + 1] * recording[at + i + 1];
            c += sound[i + 2] * recording[at + i + 2];
            d += sound[i + 3] * recording[at + i + 3];
        }
        for (; i < sound.length; i++) {
            a += sound[i] * recording[at + i];
        }
        return (double) a + b + c + d;
    }
}
