package brigade.state.measure;

/** Normalised cross-correlation of onset strengths over -300..300 ms. Stateless. */
final class OnsetCorrelation {
    /** Hops to either side: 300 ms. */
    static final int LAG_HOPS = 60;

    /** Values of a curve; the middle one is lag 0. */
    static final int LAGS = 2 * LAG_HOPS + 1;

    private OnsetCorrelation() {}

    /**
     * Fills {@code curve[LAG_HOPS + lag]} with Pearson's r of {@code voice[i]} and {@code reference[LAG_HOPS + i - lag]}: a voice
     * that is {@code lag} hops late has its peak there.
     *
     * @param hops of the voice; the reference has {@code 2 * LAG_HOPS} more, as many before as after
     */
    static void of(float[] voice, float[] reference, int hops, float[] curve) {
        double meanV = 0;
        for (int i = 0; i < hops; i++) {
            meanV += voice[i];
        }
        meanV /= hops;
        double squaresV = 0;
        for (int i = 0; i < hops; i++) {
            squaresV += (voice[i] - meanV) * (voice[i] - meanV);
        }
        for (int lag = -LAG_HOPS; lag <= LAG_HOPS; lag++) {
            int shift = LAG_HOPS - lag;
            float sum = 0;
            float squares = 0;
            float product = 0;
            for (int i = 0; i < hops; i++) {
                float r = reference[shift + i];
                sum += r;
                squares += r * r;
                product += r * voice[i];
            }
            double covariance = product - sum * meanV;
            double spread = squaresV * (squares - (double) sum * sum / hops);
            curve[LAG_HOPS + lag] = spread <= 1e-9 ? 0 : (float) (covariance / Math.sqrt(spread));
        }
    }

    /** Index of the highest value. */
    static int peak(float[] curve) {
        int best = 0;
        for (int i = 1; i < curve.length; i++) {
            best = curve[i] > curve[best] ? i : best;
        }
        return best;
    }

    /** The highest value further than {@code apart} from {@code peak}; 0 when all are lower. */
    static float second(float[] curve, int peak, int apart) {
        float second = 0;
        for (int i = 0; i < curve.length; i++) {
            second = Math.abs(i - peak) > apart ? Math.max(second, curve[i]) : second;
        }
        return second;
    }

    /** Milliseconds of the peak at {@code index}, between the hops by a parabola through its neighbours. */
    static double millis(float[] curve, int index) {
        double at = index - LAG_HOPS;
        if (index > 0 && index < curve.length - 1) {
            double left = curve[index - 1];
            double right = curve[index + 1];
            double bend = left - 2.0 * curve[index] + right;
            at += bend < 0 ? 0.5 * (left - right) / bend : 0;
        }
        return at * 1_000.0 / VoiceFeatures.HOPS_PER_SECOND;
    }
}
