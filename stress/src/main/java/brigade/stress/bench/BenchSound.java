package brigade.stress.bench;

import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;

/** Sound for benchmarks, from seeds: the same in every run. */
final class BenchSound {
    /** Peaks of choirs: half of full scale, so that no decoder cuts what has grown. */
    private static final float PEAK = 0.5f;

    private BenchSound() {}

    /** One singer. */
    static float[] voice(int samples) {
        return new VoiceSynth(1).sing(Melody.ODE_TO_JOY, samples);
    }

    /** Eight singers who are not quite together. */
    static float[] choir(int samples) {
        float[] sum = new float[samples];
        for (int singer = 0; singer < 8; singer++) {
            float[] voice = new VoiceSynth(100 + singer).sing(Melody.ODE_TO_JOY, samples);
            int lateSamples = 700 * singer;
            for (int i = lateSamples; i < samples; i++) {
                sum[i] += voice[i - lateSamples];
            }
        }
        return sum;
    }

    /** Only scaled: one peak reaches the ceiling. */
    static float[] scaledToPeak(float[] sound) {
        return scaled(sound, PEAK / peak(sound));
    }

    /** Three times too loud, brought under the ceiling by a gain that looks 5 ms ahead and recovers in 100 ms. */
    static float[] limited(float[] sound) {
        float[] loud = scaled(sound, 3 * PEAK / peak(sound));
        int aheadSamples = 240;
        float[] wanted = new float[loud.length];
        float gain = 1;
        for (int i = 0; i < loud.length; i++) {
            float needed = Math.min(1, PEAK / Math.max(PEAK, Math.abs(loud[i])));
            gain = Math.min(needed, gain + (1 - gain) / 4_800);
            wanted[i] = gain;
        }
        float[] quiet = new float[loud.length];
        for (int i = 0; i < loud.length; i++) {
            float lowest = 1;
            for (int k = i; k < Math.min(loud.length, i + aheadSamples); k++) {
                lowest = Math.min(lowest, wanted[k]);
            }
            quiet[i] = loud[i] * lowest;
        }
        return quiet;
    }

    /** Three times too loud, then cut: the worst that a codec is given. */
    static float[] clipped(float[] sound) {
        float[] loud = scaled(sound, 3 * PEAK / peak(sound));
        for (int i = 0; i < loud.length; i++) {
            loud[i] = Math.clamp(loud[i], -PEAK, PEAK);
        }
        return loud;
    }

    private static float[] scaled(float[] sound, float factor) {
        float[] scaled = new float[sound.length];
        for (int i = 0; i < sound.length; i++) {
            scaled[i] = sound[i] * factor;
        }
        return scaled;
    }

    private static float peak(float[] sound) {
        float peak = 0;
        for (float x : sound) {
            peak = Math.max(peak, Math.abs(x));
        }
        return peak;
    }
}
