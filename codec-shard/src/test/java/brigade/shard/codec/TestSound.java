package brigade.shard.codec;

import brigade.audio.AudioFormat;
import java.util.SplittableRandom;

/** Sound for codec tests, made from a seed. */
final class TestSound {
    private TestSound() {}

    /** A gliding voice with overtones and a little breath; peak below 0.8. */
    static float[] voice(int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double pitchHz = 110 + random.nextDouble(300);
        float[] pcm = new float[samples];
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            double t = (double) i / AudioFormat.SAMPLE_RATE_HZ;
            phase += 2 * Math.PI * (pitchHz + 5 * Math.sin(2 * Math.PI * 5.5 * t)) / AudioFormat.SAMPLE_RATE_HZ;
            double voice = 0;
            for (int h = 1; h <= 8; h++) {
                voice += Math.sin(h * phase) / (h * 2.5);
            }
            pcm[i] = (float) (0.4 * voice + 0.01 * (random.nextDouble() - 0.5));
        }
        return pcm;
    }

    /** Signal to noise of {@code heard} against {@code sung}, {@code delaySamples} earlier, in decibels. */
    static double snrDb(float[] sung, int sungFrom, float[] heard, int heardFrom, int samples) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < samples; i++) {
            double s = sung[sungFrom + i];
            double d = s - heard[heardFrom + i];
            signal += s * s;
            noise += d * d;
        }
        return 10 * Math.log10(signal / noise);
    }
}
