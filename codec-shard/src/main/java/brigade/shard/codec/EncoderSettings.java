package brigade.shard.codec;

import brigade.wire.WireLimits;

/**
 * What an encoder is set to; always application AUDIO, variable rate, without forward error correction.
 *
 * @param bitsPerSecond 6,000..510,000, or {@link #AUTOMATIC}
 * @param complexity 0..10
 * @param packetMaxBytes no packet gets longer
 */
public record EncoderSettings(int bitsPerSecond, int complexity, int packetMaxBytes) {
    /** The codec chooses: 49 kb/s for 60 ms packets of mono. The number is Opus' own. */
    public static final int AUTOMATIC = -1000;

    /** What v1 gets. */
    static EncoderSettings v1(int complexity) {
        return new EncoderSettings(AUTOMATIC, complexity, WireLimits.OPUS_PACKET_MAX_BYTES);
    }
}
