package brigade.client;

import java.util.Arrays;

/**
 * Sound that waits for its time: a window of clocks that moves on with what is read. Sounds that fall on the same clock
 * add up. One thread at a time.
 */
final class Timeline {
    private final float[] ring;
    private long headSample = Long.MIN_VALUE;

    /** @param capacitySamples a power of two */
    Timeline(int capacitySamples) {
        if (Integer.bitCount(capacitySamples) != 1) {
            throw new IllegalArgumentException(capacitySamples + " is no power of two");
        }
        ring = new float[capacitySamples];
    }

    /** Says which clock is read next. What lies before it is gone. */
    void startAt(long sample) {
        if (headSample != sample) {
            if (headSample == Long.MIN_VALUE || sample < headSample || sample - headSample > ring.length) {
                Arrays.fill(ring, 0);
            } else {
                wipe(headSample, (int) (sample - headSample));
            }
            headSample = sample;
        }
    }

    /**
     * Adds sound.
     *
     * @param fromSample clock of its first sample
     * @return samples that had no place: too late, or too far ahead
     */
    int add(long fromSample, float[] pcm, int samples, float gain) {
        long from = Math.max(fromSample, headSample);
        long to = Math.min(fromSample + samples, headSample + ring.length);
        for (long at = from; at < to; at++) {
            ring[index(at)] += gain * pcm[(int) (at - fromSample)];
        }
        return samples - (int) Math.max(0, to - from);
    }

    /** Adds the next {@code samples} to {@code out}, faded from one factor to the other, and moves on behind them. */
    void readInto(float[] out, int samples, float fromGain, float toGain) {
        float step = (toGain - fromGain) / samples;
        for (int i = 0; i < samples; i++) {
            out[i] += ring[index(headSample + i)] * (fromGain + step * i);
        }
        wipe(headSample, samples);
        headSample += samples;
    }

    /** Clock that is read next. */
    long headSample() {
        return headSample;
    }

    private void wipe(long fromSample, int samples) {
        for (int i = 0; i < samples; i++) {
            ring[index(fromSample + i)] = 0;
        }
    }

    private int index(long sample) {
        return (int) (sample & (ring.length - 1));
    }
}
