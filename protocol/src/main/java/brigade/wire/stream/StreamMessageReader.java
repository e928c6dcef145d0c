package brigade.wire.stream;

import brigade.wire.OpusPacket;
import brigade.wire.WireException;

/**
 * Reads a binary message of stream v2 and checks all of it: nothing of what it shows afterwards needs another check.
 *
 * <pre>
 *   u8 kind | u8 sections | u16 0 | section...                                    big-endian, nothing after the last
 *   section: u8 stream | u8 bucket | u8 packets | u8 flags | i64 clock | (u16 length, packet)...
 * </pre>
 *
 * <p>It copies nothing: it remembers where each packet lies in the caller's bytes, which must not change meanwhile.
 * Never allocates but to refuse. Reused; one thread at a time.
 */
public final class StreamMessageReader {
    private static final int TOO_LONG = 413;
    private static final int MAX = StreamLimits.SECTIONS_MAX;
    private static final int PACKETS = StreamLimits.PACKETS_MAX;

    private byte[] bytes = new byte[0];
    private int kind;
    private int sections;
    private final int[] streams = new int[MAX];
    private final int[] buckets = new int[MAX];
    private final int[] packets = new int[MAX];
    private final int[] flags = new int[MAX];
    private final long[] clocks = new long[MAX];
    private final int[] offsets = new int[MAX * PACKETS];
    private final int[] lengths = new int[MAX * PACKETS];

    /**
     * Takes the message that fills {@code [offset, offset + length)}.
     *
     * @throws WireException 413 when it is longer than a message may be or a voice longer than 250 ms, 400 for
     *     anything else that is not as {@code docs/protocol.md} says. Nothing can be read from it afterwards.
     */
    public void read(byte[] message, int offset, int length, Direction direction) {
        sections = 0;
        kind = 0;
        if (length > StreamLimits.MESSAGE_MAX_BYTES) {
            throw new WireException(TOO_LONG, "a message of " + length + " bytes");
        }
        if (length < StreamLimits.HEADER_BYTES) {
            throw WireException.malformed("the message ends within its header");
        }
        bytes = message;
        int end = offset + length;
        int told = message[offset + 1] & 0xff;
        if (told > MAX) {
            throw WireException.malformed(told + " sections");
        }
        if (message[offset + 2] != 0 || message[offset + 3] != 0) {
            throw WireException.malformed("the reserved bytes are not 0");
        }
        int at = offset + StreamLimits.HEADER_BYTES;
        for (int i = 0; i < told; i++) {
            at = readSection(i, at, end);
        }
        if (at != end) {
            throw WireException.malformed((end - at) + " bytes after the last section");
        }
        checkKind(message[offset] & 0xff, told, direction);
        kind = message[offset] & 0xff;
        sections = told;
    }

    private int readSection(int section, int start, int end) {
        if (end - start < StreamLimits.SECTION_BYTES) {
            throw WireException.malformed("section " + section + " is cut off");
        }
        streams[section] = bytes[start] & 0xff;
        buckets[section] = bytes[start + 1] & 0xff;
        int count = bytes[start + 2] & 0xff;
        flags[section] = bytes[start + 3] & 0xff;
        long clock = BigEndian.readLong(bytes, start + 4);
        if (count > PACKETS) {
            throw WireException.malformed(count + " packets in section " + section);
        }
        if (clock < 0 || clock > StreamLimits.CLOCK_MAX) {
            throw WireException.malformed("the clock " + clock + " of section " + section);
        }
        packets[section] = count;
        clocks[section] = clock;
        int at = start + StreamLimits.SECTION_BYTES;
        for (int i = 0; i < count; i++) {
            at = readPacket(section, i, at, end);
        }
        return at;
    }

    private int readPacket(int section, int packet, int at, int end) {
        int body = at + StreamLimits.LENGTH_BYTES;
        int length = end < body ? 0 : BigEndian.readShort(bytes, at);
        if (length < 1 || length > StreamLimits.PACKET_MAX_BYTES || length > end - body) {
            throw WireException.malformed("packet " + packet + " of section " + section + " is cut off or empty");
        }
        boolean oneFrame = (bytes[body] & 3) == 0;
        if (!oneFrame || OpusPacket.samples(bytes, body, length) != StreamLimits.FRAME_SAMPLES) {
            throw WireException.malformed("packet " + packet + " of section " + section + " is not one frame of 20 ms");
        }
        int index = section * PACKETS + packet;
        offsets[index] = body;
        lengths[index] = length;
        return body + length;
    }

    private void checkKind(int told, int count, Direction direction) {
        boolean toServer = direction == Direction.TO_SERVER;
        if (told == MessageKind.VOICE && toServer) {
            checkVoice(count);
        } else if (told == MessageKind.MIX && !toServer) {
            checkMix(count);
        } else if (told == MessageKind.TALK) {
            checkTalk(count, toServer);
        } else {
            throw WireException.malformed("a message of kind " + told);
        }
    }

    private void checkVoice(int count) {
        if (count != 1 || streams[0] != StreamId.VOICE) {
            throw WireException.malformed("a voice message has one section of stream 0");
        }
        if (packets[0] > StreamLimits.VOICE_PACKETS_MAX) {
            throw new WireException(TOO_LONG, "a voice message of more than 250 ms");
        }
    }

    private void checkMix(int count) {
        if (count == 0 || clocks[0] % StreamLimits.FRAME_SAMPLES != 0) {
            throw WireException.malformed("a mix has sections, on the grid");
        }
        for (int i = 0; i < count; i++) {
            boolean sameRange = buckets[i] == buckets[0] && clocks[i] == clocks[0] && packets[i] == packets[0];
            boolean inOrder = StreamId.isMix(streams[i]) && (i == 0 || streams[i] > streams[i - 1]);
            if (!sameRange || !inOrder || (packets[i] == 0 && count > 1)) {
                throw WireException.malformed("the sections of a mix do not belong together");
            }
        }
    }

    private void checkTalk(int count, boolean toServer) {
        if (count == 0 || (toServer && (count > 1 || streams[0] != StreamId.TALKER_FIRST))) {
            throw WireException.malformed("talk has one section of stream 7");
        }
        for (int i = 0; i < count; i++) {
            boolean inOrder = StreamId.isTalker(streams[i]) && (i == 0 || streams[i] > streams[i - 1]);
            if (!inOrder || buckets[i] != 0 || packets[i] == 0) {
                throw WireException.malformed("a section of talk is not as it has to be");
            }
        }
    }

    /** What it is, of {@link MessageKind}; 0 when nothing was read. */
    public int kind() {
        return kind;
    }

    /** How many sections. */
    public int sections() {
        return sections;
    }

    /** The array that {@link #packetOffset} points into. */
    public byte[] bytes() {
        return bytes;
    }

    /** Which stream a section is of, of {@link StreamId}. */
    public int stream(int section) {
        return streams[section];
    }

    /** The bucket of a section, 0..255. */
    public int bucket(int section) {
        return buckets[section];
    }

    /** How many packets a section has. */
    public int packets(int section) {
        return packets[section];
    }

    /** Whether the encoder was reset before the section's first packet. */
    public boolean isReset(int section) {
        return (flags[section] & StreamLimits.FLAG_RESET) != 0;
    }

    /** First sample of the encoder's input of the section's first packet; without packets where the silence begins. */
    public long clock(int section) {
        return clocks[section];
    }

    /** Where a packet starts in {@link #bytes()}. */
    public int packetOffset(int section, int packet) {
        return offsets[section * PACKETS + packet];
    }

    /** Bytes of a packet. */
    public int packetLength(int section, int packet) {
        return lengths[section * PACKETS + packet];
    }
}
