package brigade.client;

import brigade.audio.AudioFormat;

/**
 * How a client plays and sings.
 *
 * @param marginSamples how much longer than a message sound waits before it is played: what the network and the machine
 *     may be late
 * @param latencySamples speaker-to-microphone latency that is taken off the clocks of what is sung
 */
public record ClientOptions(int marginSamples, int latencySamples) {
    /** 80 ms, and no latency. */
    public static final ClientOptions USUAL = new ClientOptions(80 * AudioFormat.SAMPLE_RATE_HZ / 1000, 0);

    /** At most 2 s of margin, at most 1 s of latency. */
    public ClientOptions {
        if (marginSamples < 0 || marginSamples > 2 * AudioFormat.SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("margin " + marginSamples + " samples: 0 to 2 s");
        }
        if (Math.abs(latencySamples) > AudioFormat.SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("latency " + latencySamples + " samples: at most 1 s");
        }
    }

    /** The same with that margin. */
    public ClientOptions withMarginMs(double ms) {
        return new ClientOptions((int) Math.round(ms * AudioFormat.SAMPLE_RATE_HZ / 1000), latencySamples);
    }

    /** The same with that latency. */
    public ClientOptions withLatencyMs(double ms) {
        return new ClientOptions(marginSamples, (int) Math.round(ms * AudioFormat.SAMPLE_RATE_HZ / 1000));
    }
}
