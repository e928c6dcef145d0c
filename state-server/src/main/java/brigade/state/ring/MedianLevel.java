package brigade.state.ring;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import java.util.List;

/**
 * How loud the room's median voice is: what every voice's limiter goes by. The lower median, so that of two voices the
 * softer counts. Measured anew every 200 ms from the voices that sang in the last 5 s. Agent thread only.
 */
final class MedianLevel {
    /** What a voice is taken for until one was measured: -26 dBFS, a usual singer at a usual distance. */
    static final float DEFAULT_RMS = (float) Gain.fromDb(-26);

    /** Never below what counts as sounding. */
    private static final float LOWEST_RMS = (float) Levels.SOUNDING_RMS;

    /** Never above -20 dBFS, so that no crowd of screamers raises its own limit: a voice stays below -14 dBFS. */
    private static final float HIGHEST_RMS = (float) Gain.fromDb(-20);

    private static final int EVERY_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 5;

    private final List<VoiceChannel> voices;
    private float[] levels = new float[64];
    private float rms = DEFAULT_RMS;
    private long nextSample = Long.MIN_VALUE;

    MedianLevel(List<VoiceChannel> voices) {
        this.voices = voices;
    }

    /** RMS of the median voice. */
    float rms() {
        return rms;
    }

    /** Measures if it is time; whether it was. */
    boolean advanceTo(long nowSamples) {
        if (nowSamples < nextSample) {
            return false;
        }
        nextSample = nowSamples + EVERY_SAMPLES;
        if (levels.length < voices.size()) {
            levels = new float[2 * voices.size()];
        }
        int count = 0;
        for (int i = 0; i < voices.size(); i++) {
            float level = voices.get(i).slowLevel();
            if (level > 0) {
                levels[count++] = level;
            }
        }
        if (count > 0) {
            rms = Math.max(LOWEST_RMS, Math.min(HIGHEST_RMS, select((count - 1) / 2, count)));
        }
        return true;
    }

    /** The {@code rank}-th smallest of the first {@code count} levels (quickselect, Hoare's partition). */
    private float select(int rank, int count) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            float pivot = levels[(low + high) >>> 1];
            int i = low - 1;
            int j = high + 1;
            while (true) {
                do {
                    i++;
                } while (levels[i] < pivot);
                do {
                    j--;
                } while (levels[j] > pivot);
                if (i >= j) {
                    break;
                }
                float swap = levels[i];
                levels[i] = levels[j];
                levels[j] = swap;
            }
            if (rank <= j) {
                high = j;
            } else {
                low = j + 1;
            }
        }
        return levels[low];
    }
}
