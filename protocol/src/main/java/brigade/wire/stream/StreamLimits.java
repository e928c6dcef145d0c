package brigade.wire.stream;

import brigade.audio.AudioFormat;

/** Every limit of stream v2's messages and blocks, named once. {@code docs/protocol.md} says what happens over each. */
public final class StreamLimits {
    /** The protocol's number, in {@code hello} and {@code join}. */
    public static final int PROTOCOL = 2;

    /** The WebSocket's subprotocol. */
    public static final String SUBPROTOCOL = "brigade.v2";

    /** Samples of a frame, which is what one packet holds: 20 ms. Clocks of mixes are multiples of it. */
    public static final int FRAME_SAMPLES = 960;

    /** Frames a second. */
    public static final int FRAMES_PER_SECOND = AudioFormat.SAMPLE_RATE_HZ / FRAME_SAMPLES;

    /** Bytes of a binary message. */
    public static final int MESSAGE_MAX_BYTES = 16_384;

    /** Bytes before the first section. */
    public static final int HEADER_BYTES = 4;

    /** Bytes of a section before its first packet. */
    public static final int SECTION_BYTES = 12;

    /** Bytes of a packet's length. */
    public static final int LENGTH_BYTES = 2;

    /** Sections of a message. */
    public static final int SECTIONS_MAX = 16;

    /** Packets of a section: 260 ms. */
    public static final int PACKETS_MAX = 13;

    /** Packets of a voice section: 240 ms, the most that is within 250. */
    public static final int VOICE_PACKETS_MAX = 12;

    /** Bytes of a packet: one frame (RFC 6716, section 3.4). */
    public static final int PACKET_MAX_BYTES = 1_275;

    /**
     * Bytes of a packet that a shard makes, twice the usual 160: with them five streams of 200 ms fit into a message.
     */
    public static final int MIX_PACKET_MAX_BYTES = 320;

    /** A clock is 0 or more and exact in JavaScript. */
    public static final long CLOCK_MAX = (1L << 53) - 1;

    /** Flag of a section: the encoder was reset before its first packet. */
    public static final int FLAG_RESET = 1;

    /** Bytes of a control message. */
    public static final int CONTROL_MAX_BYTES = 16_384;

    /** Bytes of {@code lyrics}, {@code mark} and {@code setlist}. */
    public static final int CONTROL_LONG_MAX_BYTES = 300_000;

    /** Samples of one voice block: what the longest message decodes to, and what is concealed before it. */
    public static final int BLOCK_MAX_SAMPLES = 1 << 16;

    private StreamLimits() {}
}
