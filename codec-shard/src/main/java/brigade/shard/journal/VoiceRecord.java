package brigade.shard.journal;

import brigade.journal.JournalFormat;
import brigade.wire.stream.StreamLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One record of the voice journal, version 1; big-endian:
 *
 * <pre>
 *  u8 kind (1 voice, 2 mix) · u8 bytes of the room's id, the id · i64 person (0: the mix) · i64 connection · i64 clock ·
 *  u8 bucket · u8 flags (bit 0: the encoder was reset before) · u8 packets · each packet: u16 length, bytes
 * </pre>
 *
 * Clock: first sample of the encoder's input of the first packet; every packet is of 20 ms. A voice without packets is the end of a
 * spurt: no gap after it is concealed. Read by one thread; the arrays are used again.
 */
public final class VoiceRecord {
    /** What it is. */
    public static final JournalFormat FORMAT = new JournalFormat("voice", 1);

    /** Somebody's packets. */
    public static final int VOICE = 1;

    /** Packets of the stream {@code all}. */
    public static final int MIX = 2;

    /** Bytes beside room and packets. */
    static final int HEAD_BYTES = 2 + 3 * Long.BYTES + 3;

    private static final int RESET = 1;
    private static final int PACKET_MAX_BYTES = 1_275;

    /** Kind, {@link #VOICE} or {@link #MIX}. */
    public int kind;

    /** The room's id. */
    public String room = "";

    /** Who sang; 0 for the mix. */
    public long person;

    /** On which connection of the shard, or which listening. */
    public long connection;

    /** First sample of the encoder's input. */
    public long clock;

    /** Which row he heard. */
    public int bucket;

    /** Whether the encoder was reset before. */
    public boolean reset;

    /** How many packets. */
    public int packets;

    /** Where the packets lie. */
    public byte[] bytes = new byte[0];

    /** Where each begins. */
    public final int[] offsets = new int[StreamLimits.PACKETS_MAX];

    /** How long each is. */
    public final int[] lengths = new int[StreamLimits.PACKETS_MAX];

    private byte[] roomBytes = new byte[0];

    /** Writes one at the start of {@code to}, which is long enough. */
    static void write(
            byte[] to,
            int kind,
            byte[] room,
            long person,
            long connection,
            long clock,
            int bucket,
            boolean reset,
            byte[] bytes,
            int[] offsets,
            int[] lengths,
            int packets) {
        ByteBuffer out = ByteBuffer.wrap(to);
        out.put((byte) kind).put((byte) room.length).put(room);
        out.putLong(person).putLong(connection).putLong(clock);
        out.put((byte) bucket).put((byte) (reset ? RESET : 0)).put((byte) packets);
        for (int i = 0; i < packets; i++) {
            out.putShort((short) lengths[i]).put(bytes, offsets[i], lengths[i]);
        }
    }

    /** How long such a record is. */
    static int length(byte[] room, int[] lengths, int packets) {
        int length = HEAD_BYTES + room.length;
        for (int i = 0; i < packets; i++) {
            length += 2 + lengths[i];
        }
        return length;
    }

    /**
     * Reads one; the packets stay in {@code record}.
     *
     * @return false when it is not one
     */
    public boolean read(byte[] record, int length) {
        ByteBuffer in = ByteBuffer.wrap(record, 0, length);
        if (length < HEAD_BYTES) {
            return false;
        }
        kind = in.get();
        int roomLength = in.get() & 0xff;
        if (length < HEAD_BYTES + roomLength) {
            return false;
        }
        readRoom(record, in.position(), roomLength);
        in.position(in.position() + roomLength);
        person = in.getLong();
        connection = in.getLong();
        clock = in.getLong();
        bucket = in.get() & 0xff;
        reset = (in.get() & RESET) != 0;
        packets = in.get() & 0xff;
        bytes = record;
        if (packets > offsets.length || (kind != VOICE && kind != MIX)) {
            return false;
        }
        for (int i = 0; i < packets; i++) {
            if (in.remaining() < 2) {
                return false;
            }
            lengths[i] = in.getShort() & 0xffff;
            offsets[i] = in.position();
            if (lengths[i] < 1 || lengths[i] > PACKET_MAX_BYTES || lengths[i] > in.remaining()) {
                return false;
            }
            in.position(in.position() + lengths[i]);
        }
        return true;
    }

    /** Most records are of the same room as the one before. */
    private void readRoom(byte[] record, int at, int length) {
        if (!java.util.Arrays.equals(record, at, at + length, roomBytes, 0, roomBytes.length)) {
            roomBytes = java.util.Arrays.copyOfRange(record, at, at + length);
            room = new String(roomBytes, StandardCharsets.UTF_8);
        }
    }
}
