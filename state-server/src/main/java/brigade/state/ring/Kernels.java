package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops, in the shapes that C2 turns into vector code (JDK 25, AVX2; EngineBenchmark shows it when one stops).
 *
 * <p>What was measured: loops over int arrays and int segments become vector code also with offsets, because loads and
 * stores of different kinds cannot overlap; float segments (each access goes through its int bits) and loops that load
 * and store float arrays at different offsets do not, so floats are staged in arrays of one block. A cast float -> int
 * does, and it makes NaN 0 and infinity the largest int for free; peaks are therefore taken on ints.
 *
 * <p>A loop reads one segment or, where both have the same offset, two. One that read three rings and a track kept the
 * compiler busy for 3.3 s of CPU (JFR), in the first song of an evening and on the core that the song needs.
 */
final class Kernels {
    /** Fixed point of the rings: 21 fraction bits, +-1024. */
    static final float ONE = 1 << 21;

    /** Fixed point of peaks that {@link #mix} and its kin return: 16 fraction bits, up to 32,768. */
    static final float PEAK_ONE = 1 << 16;

    /** 0, 1, 2...: where a loop over a segment would cast its index to float, C2 gives up. */
    private static final float[] INDEX = new float[RingSize.BLOCK_SAMPLES];

    static {
        for (int i = 0; i < INDEX.length; i++) {
            INDEX[i] = i;
        }
    }

    private Kernels() {}

    /**
     * {@code fixed[at + i] = x[i] * factor}, truncated towards zero.
     *
     * @param shift each value is shifted down by it before it is squared, so that 960 squares fit an int
     * @return the largest magnitude in the upper half, the sum of squares in the lower
     */
    static long toFixed(float[] x, int[] fixed, int at, float factor, int shift, int samples) {
        int highest = 0;
        int lowest = 0;
        int energy = 0;
        for (int i = 0; i < samples; i++) {
            int value = (int) (x[i] * factor);
            fixed[at + i] = value;
            highest = Math.max(highest, value);
            lowest = Math.min(lowest, value);
            int coarse = value >> shift;
            energy += coarse * coarse;
        }
        return result(highest, lowest, energy);
    }

    /** {@link #toFixed} and {@link #add} in one. */
    static long toFixedAndAdd(
            float[] x,
            int[] fixed,
            int at,
            float factor,
            int shift,
            MemorySegment ring,
            long offsetBytes,
            int samples) {
        int highest = 0;
        int lowest = 0;
        int energy = 0;
        for (int i = 0; i < samples; i++) {
            int value = (int) (x[i] * factor);
            fixed[at + i] = value;
            highest = Math.max(highest, value);
            lowest = Math.min(lowest, value);
            int coarse = value >> shift;
            energy += coarse * coarse;
            long offset = offsetBytes + 4L * i;
            ring.set(JAVA_INT, offset, ring.get(JAVA_INT, offset) + value);
        }
        return result(highest, lowest, energy);
    }

    private static long result(int highest, int lowest, int energy) {
        // One's complement: the magnitude of the smallest int is no int.
        return ((long) Math.max(highest, ~lowest) << 32) | (energy & 0xffff_ffffL);
    }

    /** Whether any of {@code samples} is not 0. */
    static boolean isAny(MemorySegment ring, long offsetBytes, int samples) {
        int any = 0;
        for (int i = 0; i < samples; i++) {
            any |= ring.get(JAVA_INT, offsetBytes + 4L * i);
        }
        return any != 0;
    }

    /** The sum of squares of {@code fixed[at..)}, each shifted down by {@code shift}. */
    static int energy(int[] fixed, int at, int shift, int samples) {
        int energy = 0;
        for (int i = 0; i < samples; i++) {
            int coarse = fixed[at + i] >> shift;
            energy += coarse * coarse;
        }
        return energy;
    }

    /** {@code ring[i] += fixed[at + i]}. */
    static void add(MemorySegment ring, long offsetBytes, int[] fixed, int at, int samples) {
        for (int i = 0; i < samples; i++) {
            long offset = offsetBytes + 4L * i;
            ring.set(JAVA_INT, offset, ring.get(JAVA_INT, offset) + fixed[at + i]);
        }
    }

    /** {@code ring[i] = 0}. */
    static void clear(MemorySegment ring, long offsetBytes, int samples) {
        for (int i = 0; i < samples; i++) {
            ring.set(JAVA_INT, offsetBytes + 4L * i, 0);
        }
    }

    /** {@code ring[i] -= fixed[at + i]}. */
    static void subtract(MemorySegment ring, long offsetBytes, int[] fixed, int at, int samples) {
        for (int i = 0; i < samples; i++) {
            long offset = offsetBytes + 4L * i;
            ring.set(JAVA_INT, offset, ring.get(JAVA_INT, offset) - fixed[at + i]);
        }
    }

    /** {@code x[from..to)} times a factor that goes straight from {@code first} to {@code last}. */
    static void ramp(float[] x, int from, int to, float first, float last) {
        float step = to > from ? (last - first) / (to - from) : 0;
        for (int i = from; i < to; i++) {
            x[i] *= first + (i - from) * step;
        }
    }

    /** Cuts {@code x} to +-{@code limit}; NaN stays. */
    static void clamp(float[] x, int samples, float limit) {
        for (int i = 0; i < samples; i++) {
            x[i] = Math.max(-limit, Math.min(limit, x[i]));
        }
    }

    /** {@code y = (a + b) * gain}; returns the peak of {@code a + b}. */
    static int mix(MemorySegment a, MemorySegment b, long offsetBytes, float gain, float[] y, int samples) {
        int peak = 0;
        for (int i = 0; i < samples; i++) {
            long offset = offsetBytes + 4L * i;
            int sum = a.get(JAVA_INT, offset) + b.get(JAVA_INT, offset);
            y[i] = sum * gain;
            peak = Math.max(peak, Math.abs(sum));
        }
        return peak;
    }

    /** {@code y = (a + b) * gain + track * trackGain}; returns the peak of {@code a + b} alone. */
    static int mixOver(
            MemorySegment a,
            MemorySegment b,
            long offsetBytes,
            float gain,
            int[] track,
            int trackAt,
            float trackGain,
            float[] y,
            int samples) {
        int peak = 0;
        for (int i = 0; i < samples; i++) {
            long offset = offsetBytes + 4L * i;
            int sum = a.get(JAVA_INT, offset) + b.get(JAVA_INT, offset);
            y[i] = sum * gain + track[trackAt + i] * trackGain;
            peak = Math.max(peak, Math.abs(sum));
        }
        return peak;
    }

    /** {@code y = track * gain}, the gain going straight from {@code first} to {@code last}; returns the peak. */
    static int mixTrack(int[] track, int trackAt, float first, float last, float[] y, int samples) {
        float step = (last - first) / samples;
        int peak = 0;
        for (int i = 0; i < samples; i++) {
            float value = track[trackAt + i] * (first + INDEX[i] * step);
            y[i] = value;
            peak = Math.max(peak, Math.abs((int) (value * PEAK_ONE)));
        }
        return peak;
    }

    /** {@code y = ring * gain}, the gain going straight from {@code first} to {@code last}; returns the peak. */
    static int mixOne(MemorySegment ring, long offsetBytes, float first, float last, float[] y, int samples) {
        float step = (last - first) / samples;
        int peak = 0;
        for (int i = 0; i < samples; i++) {
            float value = ring.get(JAVA_INT, offsetBytes + 4L * i) * (first + INDEX[i] * step);
            y[i] = value;
            peak = Math.max(peak, Math.abs((int) (value * PEAK_ONE)));
        }
        return peak;
    }

    /** {@code y += ring * gain}, the gain going straight from {@code first} to {@code last}. */
    static void addOne(MemorySegment ring, long offsetBytes, float first, float last, float[] y, int samples) {
        float step = (last - first) / samples;
        for (int i = 0; i < samples; i++) {
            y[i] += ring.get(JAVA_INT, offsetBytes + 4L * i) * (first + INDEX[i] * step);
        }
    }

    /** {@code y += track * gain}, the gain going straight from {@code first} to {@code last}. */
    static void addTrack(int[] track, int trackAt, float first, float last, float[] y, int samples) {
        float step = (last - first) / samples;
        for (int i = 0; i < samples; i++) {
            y[i] += track[trackAt + i] * (first + INDEX[i] * step);
        }
    }

    /** The largest magnitude of {@code y[from..to)} in peak units, rounded down. */
    static int peak(float[] y, int from, int to) {
        int peak = 0;
        for (int i = from; i < to; i++) {
            peak = Math.max(peak, Math.abs((int) (y[i] * PEAK_ONE)));
        }
        return peak;
    }
}
