package brigade.wire.stream;

import java.util.Arrays;

/**
 * Writes a binary message of stream v2, section by section, packet by packet. It refuses what could never be read
 * ({@link IllegalStateException}, {@link IllegalArgumentException}: the caller's mistake), not what a
 * {@link StreamMessageReader} judges by kind and direction. Never allocates after it was made. Reused after
 * {@link #begin}; one thread at a time.
 */
public final class StreamMessageWriter {
    private final byte[] bytes = new byte[StreamLimits.MESSAGE_MAX_BYTES];
    private int end = StreamLimits.HEADER_BYTES;
    private int sections;
    private int sectionAt;
    private int packets;

    /** Starts a message without sections; {@code kind} is one of {@link MessageKind}. */
    public void begin(int kind) {
        bytes[0] = (byte) kind;
        bytes[1] = 0;
        bytes[2] = 0;
        bytes[3] = 0;
        end = StreamLimits.HEADER_BYTES;
        sections = 0;
        packets = 0;
    }

    /**
     * Starts a section without packets.
     *
     * @param stream one of {@link StreamId}
     * @param bucket 0..255
     * @param clock first sample of the encoder's input, 0..2^53-1
     * @param reset whether the encoder was reset before the first packet
     */
    public void section(int stream, int bucket, long clock, boolean reset) {
        if (bucket < 0 || bucket > 0xff || clock < 0 || clock > StreamLimits.CLOCK_MAX) {
            throw new IllegalArgumentException("bucket " + bucket + ", clock " + clock);
        }
        if (sections == StreamLimits.SECTIONS_MAX || !fits(StreamLimits.SECTION_BYTES)) {
            throw new IllegalStateException("the message is full");
        }
        sectionAt = end;
        bytes[end] = (byte) stream;
        bytes[end + 1] = (byte) bucket;
        bytes[end + 2] = 0;
        bytes[end + 3] = (byte) (reset ? StreamLimits.FLAG_RESET : 0);
        BigEndian.writeLong(bytes, end + 4, clock);
        end += StreamLimits.SECTION_BYTES;
        bytes[1] = (byte) ++sections;
        packets = 0;
    }

    /** Adds a copy of {@code length} bytes (1..1275) of {@code source} from {@code offset} to the section. */
    public void packet(byte[] source, int offset, int length) {
        if (length < 1 || length > StreamLimits.PACKET_MAX_BYTES) {
            throw new IllegalArgumentException("a packet of " + length + " bytes");
        }
        if (sections == 0 || packets == StreamLimits.PACKETS_MAX || !fits(StreamLimits.LENGTH_BYTES + length)) {
            throw new IllegalStateException("no section, or it is full");
        }
        BigEndian.writeShort(bytes, end, length);
        System.arraycopy(source, offset, bytes, end + StreamLimits.LENGTH_BYTES, length);
        end += StreamLimits.LENGTH_BYTES + length;
        bytes[sectionAt + 2] = (byte) ++packets;
    }

    private boolean fits(int more) {
        return end + more <= bytes.length;
    }

    /** How many sections were started. */
    public int sections() {
        return sections;
    }

    /** The message is the first {@link #length()} bytes of this array. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of the message. */
    public int length() {
        return end;
    }

    /** The message in an array of its own. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, end);
    }
}
