package brigade.state.ring;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/** Short ways to write, read and make sound in tests. */
final class Sound {
    /** A position as of 2026, and not on the grid. */
    static final long START = 1_795_000_000L * 48_000 + 123;

    private Sound() {}

    static int write(VoiceChannel voice, long start, float[] pcm) {
        return voice.write(start, MemorySegment.ofArray(pcm), 0, pcm.length);
    }

    static float[] read(MixReader reader, long start, int samples) {
        float[] out = new float[samples];
        reader.read(start, samples, MemorySegment.ofArray(out), 0);
        return out;
    }

    /** Samples of one magnitude and random sign: RMS and peak are the magnitude. */
    static float[] signs(RandomGenerator random, int samples, double magnitude) {
        float[] pcm = new float[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (float) (random.nextBoolean() ? magnitude : -magnitude);
        }
        return pcm;
    }

    static float[] sine(int samples, double hertz, double peak, double phase) {
        float[] pcm = new float[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (float) (peak * Math.sin(phase + 2 * Math.PI * hertz * i / 48_000));
        }
        return pcm;
    }

    static double rms(float[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    static float peak(float[] pcm) {
        float peak = 0;
        for (float sample : pcm) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /** A running song without anything else in it. */
    static SongPlan plan(long start, long leader) {
        return new SongPlan(start, leader, 0, 0, 0, false, "");
    }
}
