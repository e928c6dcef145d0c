package brigade.e2e;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;

/** How loud a recording is and how fast it becomes louder. */
final class Loudness {
    /** Long enough to even out the tones of the tests, short against 200 ms. */
    private static final int WINDOW_SAMPLES = 2_400;

    private static final int STEP_SAMPLES = 480;
    private static final int RAISE_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 5;

    /** Below it there is nothing that could be raised. */
    private static final double HEARD_DB = -50;

    private Loudness() {}

    /** The largest raise of the level (50 ms RMS) within 200 ms, from a level that can be heard, in dB. */
    static double raiseDb(float[] sound) {
        int windows = Math.max(0, (sound.length - WINDOW_SAMPLES) / STEP_SAMPLES);
        double[] levels = new double[windows];
        for (int i = 0; i < windows; i++) {
            levels[i] = rmsDb(sound, i * STEP_SAMPLES, i * STEP_SAMPLES + WINDOW_SAMPLES);
        }
        double raise = 0;
        for (int i = 0; i < windows; i++) {
            for (int k = i; k < windows && (k - i) * STEP_SAMPLES <= RAISE_SAMPLES; k++) {
                raise = levels[i] > HEARD_DB ? Math.max(raise, levels[k] - levels[i]) : raise;
            }
        }
        return raise;
    }

    /** RMS of {@code [from, to)} in dBFS. */
    static double rmsDb(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return 10 * Math.log10(sum / (to - from) + 1e-12);
    }

    /** The largest sample in dBFS. */
    static double peakDb(float[] sound) {
        double peak = 1e-6;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return Gain.toDb(peak);
    }
}
