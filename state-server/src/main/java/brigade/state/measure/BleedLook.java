package brigade.state.measure;

import java.util.Arrays;

/**
 * Whether a second of a voice holds what was sent to him: correlated by phase alone (GCC-PHAT, Knapp and Carter, 1976), at 8 kHz, from
 * 100 ms before to six seconds after it should have sounded. A loudspeaker in the room gives one sharp peak, always at the same
 * lag; who sings the same tune, however well, does not, since his phases are his own. A second device that plays the song for
 * listeners has its peak seconds away.
 *
 * <p>Filled by the agent, worked out by a worker. Used again and again; about 1.5 MB, so there are few.
 */
public final class BleedLook {
    /** 48 kHz to 8 kHz. */
    static final int DECIMATION = 6;

    private static final int RATE_HZ = 8_000;

    /** Samples of voice looked at: 1 s of 48 kHz. */
    public static final int VOICE_SAMPLES = 48_000;

    /** What was sent is looked at from so long before the voice: 6 s. */
    public static final int BEFORE_SAMPLES = 6 * 48_000;

    /** And to so long after its end: 100 ms, for who is stamped early. */
    public static final int AFTER_SAMPLES = 4_800;

    /** All of what was sent that is looked at. */
    public static final int REFERENCE_SAMPLES = BEFORE_SAMPLES + VOICE_SAMPLES + AFTER_SAMPLES;

    private static final int SIZE = 65_536;
    private static final int VOICE = VOICE_SAMPLES / DECIMATION;
    private static final int REFERENCE = REFERENCE_SAMPLES / DECIMATION;
    private static final int LAGS = (BEFORE_SAMPLES + AFTER_SAMPLES) / DECIMATION;

    /** Voices and loudspeakers have little below 150 Hz, and the decimation folds what is above 3.6 kHz. */
    private static final int BIN_MIN = 150 * (SIZE / 2) / (RATE_HZ / 2);

    private static final int BIN_MAX = 3_600 * (SIZE / 2) / (RATE_HZ / 2);

    /** Peaks nearer than 2 ms are one. */
    private static final int APART = 16;

    /**
     * What is looked at rises and falls over a quarter of a second, at 8 kHz. Cut off sharply, its ends are clicks, and two clicks are alike
     * whoever sang: above its overtones a clean voice then has nothing else, and forty of forty made-up voices were taken for loudspeakers.
     */
    private static final int SLOPE = 2_000;

    private static final float[] SLOPE_GAIN = slope();

    /** Softer than this there is nothing to be found: -60 dBFS. */
    private static final double SILENT = 1e-6;

    /** Lags around 0 that looks are summed up over: -20 to 100 ms. */
    static final int NEAR = 960;

    private static final int NEAR_LATEST = 800;

    private final float[] near = new float[NEAR];
    private final Fft fft = new Fft(SIZE);
    private final float[] re = new float[SIZE];
    private final float[] im = new float[SIZE];
    private final float[] voice = new float[VOICE_SAMPLES];
    private final float[] reference = new float[REFERENCE_SAMPLES];
    private boolean heard;
    private double height;
    private double clearness;
    private double lagMs;

    /** Where a second of his voice goes, and what was sent for the clocks around it. */
    public float[] voice() {
        return voice;
    }

    /** {@link #REFERENCE_SAMPLES} of what was sent to him, from {@link #BEFORE_SAMPLES} before the voice's first clock on. */
    public float[] reference() {
        return reference;
    }

    /** Worker: works it out. */
    public void work() {
        heard = decimate(voice, VOICE, re) > SILENT && decimate(reference, REFERENCE, im) > SILENT;
        height = 0;
        clearness = 1;
        if (!heard) {
            return;
        }
        soften(re, VOICE);
        soften(im, REFERENCE);
        // Both are real: one transform does both.
        fft.transform(re, im);
        whiten();
        fft.transform(re, im);
        judge();
    }

    private static double decimate(float[] x, int count, float[] out) {
        Arrays.fill(out, 0);
        double energy = 0;
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int k = 0; k < DECIMATION; k++) {
                sum += x[i * DECIMATION + k];
            }
            out[i] = sum / DECIMATION;
            energy += out[i] * out[i];
        }
        return energy / count;
    }

    private static float[] slope() {
        float[] gain = new float[SLOPE];
        for (int i = 0; i < SLOPE; i++) {
            gain[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / SLOPE));
        }
        return gain;
    }

    private static void soften(float[] x, int count) {
        for (int i = 0; i < SLOPE; i++) {
            x[i] *= SLOPE_GAIN[i];
            x[count - 1 - i] *= SLOPE_GAIN[i];
        }
    }

    /** Leaves the phases of (reference times the voice's conjugate), conjugated for the way back; within the band. */
    private void whiten() {
        for (int k = 1; k < SIZE / 2; k++) {
            int m = SIZE - k;
            float vr = re[k] + re[m];
            float vi = im[k] - im[m];
            float rr = im[k] + im[m];
            float ri = re[m] - re[k];
            float cr = rr * vr + ri * vi;
            float ci = ri * vr - rr * vi;
            float size = (float) Math.sqrt(cr * cr + ci * ci);
            boolean in = k >= BIN_MIN && k <= BIN_MAX && size > 1e-12f;
            re[k] = in ? cr / size : 0;
            im[k] = in ? -ci / size : 0;
            re[m] = re[k];
            im[m] = -im[k];
        }
        re[0] = 0;
        im[0] = 0;
        re[SIZE / 2] = 0;
        im[SIZE / 2] = 0;
    }

    private void judge() {
        double squares = 0;
        int best = 0;
        for (int i = 0; i < LAGS; i++) {
            squares += re[i] * re[i];
            best = Math.abs(re[i]) > Math.abs(re[best]) ? i : best;
        }
        float second = 0;
        for (int i = 0; i < LAGS; i++) {
            second = Math.abs(i - best) > APART ? Math.max(second, Math.abs(re[i])) : second;
        }
        height = Math.abs(re[best]) / Math.sqrt(squares / LAGS);
        clearness = Math.abs(re[best]) / Math.max(second, 1e-12f);
        lagMs = (BEFORE_SAMPLES / DECIMATION - best) * 1_000.0 / RATE_HZ;
        float unit = (float) Math.sqrt(LAGS / squares);
        int first = BEFORE_SAMPLES / DECIMATION - NEAR_LATEST;
        for (int i = 0; i < NEAR; i++) {
            near[i] = re[first + i] * unit;
        }
    }

    /** The correlation around lag 0, in units of its effective value over all lags; see {@link #nearLagMs}. */
    float[] near() {
        return near;
    }

    /** The lag of a value of {@link #near}, ms. */
    static double nearLagMs(int index) {
        return (NEAR_LATEST - index) * 1_000.0 / RATE_HZ;
    }

    /** Whether both had sound. */
    boolean heard() {
        return heard;
    }

    /** The highest peak over the effective value of all lags: 4 to 5 by chance. */
    double height() {
        return height;
    }

    /** The highest peak over the next one. */
    double clearness() {
        return clearness;
    }

    /** How long after it should have sounded it came, milliseconds. */
    double lagMs() {
        return lagMs;
    }
}
