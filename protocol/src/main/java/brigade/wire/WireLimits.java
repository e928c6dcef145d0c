package brigade.wire;

import brigade.audio.AudioFormat;

/** Every limit of what travels, named once. Over a limit the answer is a 4xx with one line, never a crash. */
public final class WireLimits {
    /** Sound in one v1 request: 1 s. Over it: 413. */
    public static final int V1_REQUEST_MAX_SAMPLES = AudioFormat.SAMPLE_RATE_HZ;

    /** v1 audio comes and goes in multiples of the shortest Opus frame, 2.5 ms. Otherwise: 400. */
    public static final int V1_SAMPLES_MULTIPLE = 120;

    /** Packets in one bundle: their count is one byte. */
    public static final int BUNDLE_MAX_PACKETS = 255;

    /** Bytes of the longest Opus packet we make (RFC 6716, section 3.4: 1275 per frame; three 20 ms frames and framing). */
    public static final int OPUS_PACKET_MAX_BYTES = 3 * 1275 + 7;

    /** Bytes of one user name in the table and in chat, cut at a character. */
    public static final int NAME_MAX_BYTES = 32;

    /** Bytes of a room's lyrics as UTF-8. Over it: 413. */
    public static final int LYRICS_MAX_BYTES = 200_000;

    /** Marks a room keeps. Over it: 429. */
    public static final int MARKS_MAX = 5_000;

    /** Bytes of JSON in one RPC message, over all its parts. */
    public static final int RPC_JSON_MAX_BYTES = 1 << 20;

    /** Bytes of data in one RPC message, over all its parts. */
    public static final int RPC_DATA_MAX_BYTES = 1 << 20;

    private WireLimits() {}
}
