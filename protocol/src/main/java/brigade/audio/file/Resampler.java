package brigade.audio.file;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Changes the sample rate by a windowed sinc (Kaiser), exact in time: output k is the input at k * from / to, so sound
 * keeps its place (linear phase, no delay).
 *
 * <p>With f the lower of the two rates: flat within 0.1 dB up to 0.43 f (19 kHz at 44.1 kHz), 100 dB down from 0.5 f
 * on, both for what would alias and for images. Figures by Kaiser's design formulas (Oppenheim and Schafer,
 * Discrete-Time Signal Processing, 7.6): A = 100 dB, beta = 0.1102 (A - 8.7), width (A - 8) / (2.285 * taps) rad.
 *
 * <p>A stream: push blocks, then finish once. Silence is taken to lie before and after the input. One owner, one
 * thread.
 */
public final class Resampler {
    /** Stop-band in dB. */
    private static final double STOP_DB = 100;

    /** Zero crossings on each side, at the lower rate: 96 taps, a transition of 0.067 f. */
    private static final int HALF_CROSSINGS = 48;

    private static final double BETA = 0.1102 * (STOP_DB - 8.7);

    /** Width of the transition as a share of the lower rate. */
    private static final double TRANSITION = (STOP_DB - 8) / (2.285 * 2 * HALF_CROSSINGS) / (2 * Math.PI);

    /** Kernels kept; above it (odd rates such as 44,101 Hz) each is computed when needed. */
    private static final int PHASES_KEPT_MAX = 1_024;

    /** Output k lies at input k * step / phases: the ratio of the rates in lowest terms. */
    private final long step;

    private final long phases;

    /** Half the kernel, in input samples. */
    private final int halfTaps;

    /** Input samples that one crossing of the sinc spans; 1 when going up. */
    private final double stretch;

    private final float[][] kernels;

    /** Input from {@code bufferStart} on; grows as needed. */
    private float[] buffer;

    private int buffered;
    private long bufferStart;
    private long pushed;
    private long nextOutput;

    /**
     * @param fromHz rate of what is pushed, 1 or more
     * @param toHz rate of what comes out, 1 or more
     */
    public Resampler(int fromHz, int toHz) {
        if (fromHz < 1 || toHz < 1) {
            throw new IllegalArgumentException("cannot resample from " + fromHz + " Hz to " + toHz + " Hz");
        }
        int divisor = BigInteger.valueOf(fromHz).gcd(BigInteger.valueOf(toHz)).intValueExact();
        step = fromHz / divisor;
        phases = toHz / divisor;
        stretch = Math.max(1.0, (double) fromHz / toHz);
        halfTaps = step == phases ? 0 : (int) Math.ceil(HALF_CROSSINGS * stretch);
        kernels = new float[phases <= PHASES_KEPT_MAX ? (int) phases : 0][];
        buffer = new float[4 * halfTaps + 1];
        // What lies before the first sample is silence.
        buffered = halfTaps;
        bufferStart = -halfTaps;
    }

    /** All of {@code input} in one go. */
    public static float[] resample(float[] input, int fromHz, int toHz) {
        Resampler resampler = new Resampler(fromHz, toHz);
        FloatList output = new FloatList();
        resampler.push(input, input.length, output);
        resampler.finish(output);
        return output.toArray();
    }

    /** Takes the first {@code count} samples of {@code input}; adds to {@code output} what is ready. */
    public void push(float[] input, int count, FloatList output) {
        pushed += count;
        if (halfTaps == 0) {
            output.addAll(input, count);
            return;
        }
        append(input, count);
        drain(output);
    }

    /** Adds the rest to {@code output}, so that it lasts as long as the input, rounded up to a sample. */
    public void finish(FloatList output) {
        if (halfTaps > 0) {
            append(new float[halfTaps + 1], halfTaps + 1);
            drain(output);
        }
    }

    private void append(float[] input, int count) {
        // Samples below the next output's kernel are done with.
        long keepFrom = Math.max(bufferStart, nextOutput * step / phases - halfTaps);
        int drop = (int) Math.min(keepFrom - bufferStart, buffered);
        System.arraycopy(buffer, drop, buffer, 0, buffered - drop);
        buffered -= drop;
        bufferStart += drop;
        if (buffer.length - buffered < count) {
            buffer = Arrays.copyOf(buffer, buffered + count);
        }
        System.arraycopy(input, 0, buffer, buffered, count);
        buffered += count;
    }

    private void drain(FloatList output) {
        while (true) {
            long position = nextOutput * step;
            long whole = position / phases;
            // The last tap is whole + halfTaps; past the input's end nothing comes out.
            if (whole + halfTaps >= bufferStart + buffered || position >= pushed * phases) {
                return;
            }
            float[] kernel = kernel((int) (position % phases));
            int from = (int) (whole - halfTaps + 1 - bufferStart);
            // Two sums, because one would wait for its own last addition.
            double even = 0;
            double odd = 0;
            for (int tap = 0; tap < kernel.length; tap += 2) {
                even += (double) kernel[tap] * buffer[from + tap];
                odd += (double) kernel[tap + 1] * buffer[from + tap + 1];
            }
            output.add((float) (even + odd));
            nextOutput++;
        }
    }

    private float[] kernel(int phase) {
        if (kernels.length == 0) {
            return newKernel(phase);
        }
        float[] kernel = kernels[phase];
        if (kernel == null) {
            kernel = newKernel(phase);
            kernels[phase] = kernel;
        }
        return kernel;
    }

    /** Taps for the input samples from 1 - halfTaps to halfTaps round an output that lies phase / phases past 0. */
    private float[] newKernel(int phase) {
        float[] kernel = new float[2 * halfTaps];
        double fraction = (double) phase / phases;
        // The stop-band begins at half the lower rate: the middle of the transition lies below it.
        double cutoff = (1 - TRANSITION) / stretch;
        double sum = 0;
        double[] exact = new double[kernel.length];
        for (int tap = 0; tap < kernel.length; tap++) {
            double distance = tap + 1 - halfTaps - fraction;
            exact[tap] = sinc(cutoff * distance) * kaiser(distance / (HALF_CROSSINGS * stretch));
            sum += exact[tap];
        }
        // Each phase has gain 1 at 0 Hz: otherwise a constant would come out with a ripple.
        for (int tap = 0; tap < kernel.length; tap++) {
            kernel[tap] = (float) (exact[tap] / sum);
        }
        return kernel;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel0(BETA * Math.sqrt(1 - x * x)) / bessel0(BETA);
    }

    /** Modified Bessel function of the first kind, order 0, by its power series. */
    private static double bessel0(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
