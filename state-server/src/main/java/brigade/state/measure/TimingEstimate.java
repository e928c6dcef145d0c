package brigade.state.measure;

import java.util.Arrays;

/**
 * How late a voice is, as several looks agree. Agent thread only.
 *
 * <p>The looks' correlations are summed up, old ones fade. Confidence is the product of three: how far the sum's highest peak
 * stands above the next one (music repeats its beats, so that a single look may be off by one), how high it is, and how many of the last looks
 * found the same by themselves.
 */
public final class TimingEstimate {
    /** From this confidence on something is said and done. */
    public static final double SURE = 0.8;

    /** Looks that have to agree. */
    private static final int LOOKS = 5;

    /** Agreeing is within this. */
    private static final double SAME_MS = 15;

    /** Of an old look's weight, what is left after the next. */
    private static final float FADE = 0.85f;

    /** Peaks nearer than this are one: 40 ms. */
    private static final int PEAK_HOPS = 8;

    /** A mean correlation of this is as good as it gets between two voices; chance gives about 0.05. */
    private static final double GOOD_HEIGHT = 0.2;

    /** The second peak may be this part of the first without doubt. */
    private static final double CLEAR_RATIO = 0.75;

    private final float[] sum = new float[OnsetCorrelation.LAGS];
    private final double[] latest = new double[LOOKS];
    private float weight;
    private int looks;
    private double millis;
    private double confidence;

    /** Knows nothing yet. */
    public TimingEstimate() {
        forget();
    }

    /** Takes the result of a look; one without a reference, or too silent, changes nothing. */
    public void take(VoiceLook look) {
        float[] curve = look.curve();
        if (curve == null) {
            return;
        }
        for (int i = 0; i < curve.length; i++) {
            sum[i] = FADE * sum[i] + curve[i];
        }
        weight = FADE * weight + 1;
        latest[looks % LOOKS] = OnsetCorrelation.millis(curve, OnsetCorrelation.peak(curve));
        looks++;
        judge();
    }

    private void judge() {
        int peak = OnsetCorrelation.peak(sum);
        double height = sum[peak] / weight;
        double ratio = height <= 0 ? 1 : OnsetCorrelation.second(sum, peak, PEAK_HOPS) / sum[peak];
        millis = OnsetCorrelation.millis(sum, peak);
        int agreeing = 0;
        for (double one : latest) {
            agreeing += Math.abs(one - millis) <= SAME_MS ? 1 : 0;
        }
        boolean atEdge = peak == 0 || peak == sum.length - 1;
        double clear = Math.clamp((1 - ratio) / (1 - CLEAR_RATIO), 0, 1);
        double high = Math.clamp(height / GOOD_HEIGHT, 0, 1);
        confidence = atEdge ? 0 : clear * high * agreeing / LOOKS;
    }

    /** Forgets everything: another sound check. */
    public void forget() {
        Arrays.fill(sum, 0);
        Arrays.fill(latest, Double.NaN);
        weight = 0;
        looks = 0;
        millis = 0;
        confidence = 0;
    }

    /** Milliseconds that he is late, negative early; of no meaning without {@link #confidence}. */
    public double millis() {
        return millis;
    }

    /** 0 (nothing known) to 1. */
    public double confidence() {
        return confidence;
    }

    /** Whether it is sure enough to be told to him. */
    public boolean isSure() {
        return confidence >= SURE;
    }
}
