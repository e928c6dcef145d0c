package brigade.stress.bench;

/**
 * How far two sounds are apart to an ear, roughly: the log-spectral distance in decibels over 20 bands of a Bark each,
 * averaged over frames of 1024 samples (Gray and Markel, "Distance measures for speech processing", 1976).
 */
final class SpectralDistance {
    private static final int FRAME_SAMPLES = 1_024;

    /** Upper edges of the bands in Hz (Zwicker), up to 9.5 kHz, then two wide ones. */
    private static final int[] EDGES_HZ = {
        100, 200, 300, 400, 510, 630, 770, 920, 1_080, 1_270, 1_480, 1_720, 2_000, 2_320, 2_700, 3_150, 3_700, 4_400,
        5_300, 6_400, 7_700, 9_500, 12_000, 15_500
    };

    /** Bands quieter than this below the frame's loudest are left out: nobody hears them. */
    private static final double MASKED = 1e-6;

    private SpectralDistance() {}

    /** Decibels between {@code a} from {@code aFrom} and {@code b} from {@code bFrom}, over {@code samples}. */
    static double db(float[] a, int aFrom, float[] b, int bFrom, int samples) {
        double sum = 0;
        int frames = 0;
        for (int at = 0; at + FRAME_SAMPLES <= samples; at += FRAME_SAMPLES) {
            double[] bandsA = bands(a, aFrom + at);
            double[] bandsB = bands(b, bFrom + at);
            double loudest = 0;
            for (double band : bandsA) {
                loudest = Math.max(loudest, band);
            }
            if (loudest > 1e-3) {
                sum += distance(bandsA, bandsB, loudest * MASKED);
                frames++;
            }
        }
        return frames == 0 ? 0 : sum / frames;
    }

    private static double distance(double[] a, double[] b, double floor) {
        double squares = 0;
        int heard = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > floor) {
                double difference = 10 * Math.log10((b[i] + floor) / (a[i] + floor));
                squares += difference * difference;
                heard++;
            }
        }
        return heard == 0 ? 0 : Math.sqrt(squares / heard);
    }

    private static double[] bands(float[] sound, int from) {
        double[] re = new double[FRAME_SAMPLES];
        double[] im = new double[FRAME_SAMPLES];
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            re[i] = sound[from + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / FRAME_SAMPLES));
        }
        transform(re, im);
        double[] bands = new double[EDGES_HZ.length];
        int band = 0;
        for (int bin = 1; bin < FRAME_SAMPLES / 2 && band < bands.length; bin++) {
            while (band < bands.length && bin * 48_000.0 / FRAME_SAMPLES > EDGES_HZ[band]) {
                band++;
            }
            if (band < bands.length) {
                bands[band] += re[bin] * re[bin] + im[bin] * im[bin];
            }
        }
        return bands;
    }

    /** Fourier transform in place, radix 2 (Cooley and Tukey, 1965). */
    private static void transform(double[] re, double[] im) {
        int n = re.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double swap = re[i];
                re[i] = re[j];
                re[j] = swap;
            }
        }
        for (int length = 2; length <= n; length <<= 1) {
            for (int start = 0; start < n; start += length) {
                for (int k = 0; k < length / 2; k++) {
                    double angle = -2 * Math.PI * k / length;
                    double c = Math.cos(angle);
                    double s = Math.sin(angle);
                    int low = start + k;
                    int high = low + length / 2;
                    double x = re[high] * c - im[high] * s;
                    double y = re[high] * s + im[high] * c;
                    re[high] = re[low] - x;
                    im[high] = im[low] - y;
                    re[low] += x;
                    im[low] += y;
                }
            }
        }
    }
}
