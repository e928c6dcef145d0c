package brigade.state.measure;

import brigade.audio.AudioFormat;
import java.util.Arrays;

/**
 * Sums over each 5 ms of one voice, by its clock: energy, and energy of the second difference, which stands for the treble. Also
 * peak and clipped samples. Agent thread only; nothing allocates after making.
 *
 * <p>One pass over the samples: it is all that measuring costs the thread that mixes.
 */
public final class VoiceFeatures {
    /** Samples of a hop. */
    public static final int HOP_SAMPLES = 240;

    /** Hops a second. */
    public static final int HOPS_PER_SECOND = AudioFormat.SAMPLE_RATE_HZ / HOP_SAMPLES;

    /** Hops kept of a voice: 10.24 s. A power of two. */
    public static final int HOPS = 2_048;

    /** Hops kept of what others are compared with: 41 s, since the last row sings many seconds behind it. A power of two. */
    private static final int REFERENCE_HOPS = 8_192;

    /** In place of an energy where nothing came. */
    public static final float NOTHING = -1;

    /** From here on a sample counts as clipped: codecs bend the flat tops a little. */
    static final float CLIPPED = 0.97f;

    private static final int CLIPPED_BITS = Float.floatToRawIntBits(CLIPPED);

    /** The second difference of white noise has six times its energy. */
    private static final float WHITE_GAIN = 6;

    private static final int SECONDS = 10;
    private static final long NEVER = Long.MIN_VALUE;

    /** Hops kept. */
    private final int kept;

    private final float[] energy;
    private final float[] treble;
    private final int[] clipped = new int[SECONDS];
    private final long[] clippedSecond = new long[SECONDS];
    private long writtenUpTo = NEVER;
    private double hopEnergy;
    private double hopTreble;
    private int hopSamples;
    private float before;
    private float beforeThat;
    private float peak;

    /** Of a voice; knows nothing yet. */
    public VoiceFeatures() {
        this(HOPS);
    }

    private VoiceFeatures(int kept) {
        this.kept = kept;
        energy = new float[kept];
        treble = new float[kept];
        Arrays.fill(energy, NOTHING);
        Arrays.fill(treble, NOTHING);
    }

    /** Of what voices of all rows are compared with; knows nothing yet. */
    public static VoiceFeatures ofReference() {
        return new VoiceFeatures(REFERENCE_HOPS);
    }

    /**
     * Takes samples of the voice. What lies below what was taken before is left out; after a gap, and after a jump back over
     * more than is kept, it begins anew.
     *
     * @param startSample clock of the first
     */
    public void take(long startSample, float[] x, int samples) {
        long end = startSample + samples;
        if (writtenUpTo != NEVER && end < writtenUpTo - (long) kept * HOP_SAMPLES) {
            forget();
        }
        long from = startSample;
        if (writtenUpTo == NEVER || from > writtenUpTo) {
            skipTo(from);
        } else {
            from = writtenUpTo;
        }
        while (from < end) {
            int length = (int) Math.min(end - from, HOP_SAMPLES - Math.floorMod(from, HOP_SAMPLES));
            add(from, x, (int) (from - startSample), length);
            from += length;
            writtenUpTo = from;
            if (from % HOP_SAMPLES == 0) {
                finish(from / HOP_SAMPLES - 1);
            }
        }
    }

    private void skipTo(long sample) {
        long hop = Math.floorDiv(sample, HOP_SAMPLES);
        long first = writtenUpTo == NEVER
                ? hop - kept + 1
                : Math.max(Math.floorDiv(writtenUpTo, HOP_SAMPLES), hop - kept + 1);
        for (long h = first; h <= hop; h++) {
            energy[slot(h)] = NOTHING;
            treble[slot(h)] = NOTHING;
        }
        hopEnergy = 0;
        hopTreble = 0;
        hopSamples = 0;
        before = 0;
        beforeThat = 0;
        writtenUpTo = sample;
    }

    /**
     * Two sums of each kind and the peak by its bits: else each sample waits for the additions and the floating maximum of the
     * one before, which took three times as long.
     */
    private void add(long at, float[] x, int offset, int samples) {
        float a = beforeThat;
        float b = before;
        float even = 0;
        float odd = 0;
        float evenHigh = 0;
        float oddHigh = 0;
        int top = 0;
        int over = 0;
        int i = offset;
        for (int end = offset + samples - 1; i < end; i += 2) {
            float c = x[i];
            float d = x[i + 1];
            float bend = c - 2 * b + a;
            float nextBend = d - 2 * c + b;
            even += c * c;
            odd += d * d;
            evenHigh += bend * bend;
            oddHigh += nextBend * nextBend;
            int size = magnitude(c);
            int nextSize = magnitude(d);
            top = Math.max(top, Math.max(size, nextSize));
            over += isOver(size) + isOver(nextSize);
            a = c;
            b = d;
        }
        if (i < offset + samples) {
            float c = x[i];
            float bend = c - 2 * b + a;
            even += c * c;
            evenHigh += bend * bend;
            top = Math.max(top, magnitude(c));
            over += isOver(magnitude(c));
            a = b;
            b = c;
        }
        beforeThat = a;
        before = b;
        hopEnergy += even + odd;
        hopTreble += evenHigh + oddHigh;
        hopSamples += samples;
        peak = Math.max(peak, Float.intBitsToFloat(top));
        if (over > 0) {
            clip(at, over);
        }
    }

    /** Bits of the absolute value; they grow with it. */
    private static int magnitude(float x) {
        return Float.floatToRawIntBits(x) & Integer.MAX_VALUE;
    }

    /** 1 from {@link #CLIPPED} on, else 0. */
    private static int isOver(int magnitude) {
        return (CLIPPED_BITS - 1 - magnitude) >>> 31;
    }

    private void clip(long at, int samples) {
        long second = at / AudioFormat.SAMPLE_RATE_HZ;
        int slot = (int) (second % SECONDS);
        if (clippedSecond[slot] != second) {
            clippedSecond[slot] = second;
            clipped[slot] = 0;
        }
        clipped[slot] += samples;
    }

    private void finish(long hop) {
        // A hop that began in a gap is told by what there is of it.
        boolean enough = hopSamples >= HOP_SAMPLES / 2;
        energy[slot(hop)] = enough ? (float) (hopEnergy / hopSamples) : NOTHING;
        treble[slot(hop)] = enough ? (float) (hopTreble / hopSamples) / WHITE_GAIN : NOTHING;
        hopEnergy = 0;
        hopTreble = 0;
        hopSamples = 0;
    }

    /** Forgets everything. */
    public void forget() {
        Arrays.fill(energy, NOTHING);
        Arrays.fill(treble, NOTHING);
        Arrays.fill(clipped, 0);
        writtenUpTo = NEVER;
        hopEnergy = 0;
        hopTreble = 0;
        hopSamples = 0;
        peak = 0;
    }

    /** Forgets peak and clipping: another sings on. */
    public void forgetPeaks() {
        Arrays.fill(clipped, 0);
        peak = 0;
    }

    /** The hop after the last one that is whole; 0 before the first. */
    public long endHop() {
        return writtenUpTo == NEVER ? 0 : Math.floorDiv(writtenUpTo, HOP_SAMPLES);
    }

    /** Copies mean squares of hops; {@link #NOTHING} where none came or they are no longer kept. */
    public void copyEnergy(long fromHop, float[] out, int hops) {
        copy(energy, fromHop, out, hops);
    }

    /** The same of the treble: the mean square of the white noise that has as much. */
    public void copyTreble(long fromHop, float[] out, int hops) {
        copy(treble, fromHop, out, hops);
    }

    private void copy(float[] from, long fromHop, float[] out, int hops) {
        long end = endHop();
        for (int i = 0; i < hops; i++) {
            long hop = fromHop + i;
            out[i] = hop >= end || hop < end - kept + 1 ? NOTHING : from[slot(hop)];
        }
    }

    /** Mean square of what came of the last {@code hops} hops before {@code endHop}; {@link #NOTHING} when nothing did. */
    public float meanSquare(long endHop, int hops) {
        double sum = 0;
        int count = 0;
        long end = endHop();
        for (long hop = Math.max(endHop - hops, end - kept + 1); hop < Math.min(endHop, end); hop++) {
            float value = energy[slot(hop)];
            if (value >= 0) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? NOTHING : (float) (sum / count);
    }

    /** Clipped samples in the {@code seconds} (up to 10) before {@code sample}. */
    public int clipped(long sample, int seconds) {
        long last = sample / AudioFormat.SAMPLE_RATE_HZ;
        int sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            sum += clippedSecond[i] > last - seconds && clippedSecond[i] <= last ? clipped[i] : 0;
        }
        return sum;
    }

    /** The highest sample since the last call. */
    public float takePeak() {
        float highest = peak;
        peak = 0;
        return highest;
    }

    private int slot(long hop) {
        return (int) (hop & (kept - 1));
    }
}
