package brigade.robot;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import java.util.random.RandomGenerator;

/**
 * What is wrong with a robot's voice, so that the host's desk has something to find. Immutable.
 *
 * @param lateSamples it sings so much after what it hears; negative early
 * @param hiss level of white noise, RMS
 * @param clips whether its microphone is far too loud
 * @param bleed how much of what it hears comes into its microphone, a factor
 */
public record RobotFaults(int lateSamples, float hiss, boolean clips, float bleed) {
    /** Nothing is wrong. */
    public static final RobotFaults NONE = new RobotFaults(0, 0, false, 0);

    /** How much too loud a microphone is that clips: 26 dB. */
    private static final float CLIP_GAIN = 20;

    private static final double HISS_MAX_DB = -10;
    private static final double LATE_MAX_MS = 300;

    /**
     * Made from what people say.
     *
     * @param hissDb level of noise in dBFS; NaN for none
     * @param bleedDb level of what is heard in dB beside what it was; NaN for none
     */
    public static RobotFaults of(double lateMs, double hissDb, boolean clips, double bleedDb) {
        if (!(Math.abs(lateMs) <= LATE_MAX_MS) || hissDb > HISS_MAX_DB || bleedDb > 0) {
            throw new IllegalArgumentException("at most 300 ms late, -10 dBFS of hiss and 0 dB of bleed");
        }
        return new RobotFaults(
                (int) Math.round(lateMs * AudioFormat.SAMPLE_RATE_HZ / 1_000),
                Double.isNaN(hissDb) ? 0 : (float) Gain.fromDb(hissDb),
                clips,
                Double.isNaN(bleedDb) ? 0 : (float) Gain.fromDb(bleedDb));
    }

    /** Does to what is sung what is wrong, but for being late. */
    void spoil(float[] heard, float[] sung, int samples, RandomGenerator random) {
        for (int i = 0; i < samples; i++) {
            float x = sung[i] + bleed * heard[i];
            if (hiss > 0) {
                x += hiss * (float) random.nextGaussian();
            }
            sung[i] = clips ? Math.clamp(CLIP_GAIN * x, -1, 1) : x;
        }
    }
}
