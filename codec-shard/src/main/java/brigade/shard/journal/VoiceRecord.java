package brigade.shard.journal;

import brigade.audio.AudioFormat;
import brigade.journal.JournalFormat;
import brigade.shard.exchange.OldVoice;
import brigade.shard.stream.VoiceMessage;
import brigade.wire.OpusPacket;
import brigade.wire.PacketBundle;
import brigade.wire.WireLimits;
import brigade.wire.stream.StreamLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A voice, or a packet of the mix, in the voice journal, version 3; big-endian:
 *
 * <pre>
 *  u8 kind (1 voice, 2 mix, 4 voice of an old client) · u8 bytes of the room's id, the id · i64 person (0: the mix) · i64 connection · i64 clock ·
 *  u8 bucket · u8 flags (bit 0: the encoder, of kind 4 the decoder, was reset before; bit 1: not taken) · f32 gain · u8 packets · each packet: u16 length, bytes
 * </pre>
 *
 * Clock: first sample of the encoder's input of the first packet; every packet is of 20 ms, but those of kind 4, which are as
 * long as they say, and whose clock is 312 after the first decoded sample's place as well. A voice without packets is the end of a
 * spurt: no gap after it is concealed. Version 1 had no gain, 1 and 2 no kind 4 and no {@link OutageRecord}. Read by one thread; the arrays are used again.
 */
public final class VoiceRecord extends VoiceMessage {
    /** What it is. */
    public static final JournalFormat FORMAT = new JournalFormat("voice", 3, 1);

    /** Somebody's packets. */
    public static final int VOICE = 1;

    /** Packets of the stream {@code all}. */
    public static final int MIX = 2;

    /** Packets of somebody who speaks exchange v1. */
    public static final int OLD_VOICE = 4;

    /** Bytes beside room and packets. */
    static final int HEAD_BYTES = 2 + 3 * Long.BYTES + 3 + Float.BYTES;

    private static final int HEAD_1_BYTES = HEAD_BYTES - Float.BYTES;
    private static final int RESET = 1;
    private static final int NOT_TAKEN = 2;
    private static final int PACKET_MAX_BYTES = 1_275;

    /** Kind, {@link #VOICE} or {@link #MIX}. */
    public int kind;

    /** The room's id. */
    public String roomId = "";

    /** An empty one. */
    public VoiceRecord() {
        super(WireLimits.BUNDLE_MAX_PACKETS);
    }

    /** Writes one at the start of {@code to}, which is long enough; {@code message} knows its room. */
    static void write(byte[] to, int kind, long connection, VoiceMessage message) {
        ByteBuffer out = head(
                to,
                kind,
                message.room,
                message.person,
                connection,
                message.clock,
                message.bucket,
                message.reset,
                message.gain);
        out.put((byte) message.packets);
        for (int i = 0; i < message.packets; i++) {
            out.putShort((short) message.lengths[i]).put(message.bytes, message.offsets[i], message.lengths[i]);
        }
    }

    /** Writes one of a packet of the mix. */
    static void writeMix(
            byte[] to, byte[] room, long connection, long clock, boolean reset, byte[] bytes, int offset, int length) {
        ByteBuffer out = head(to, MIX, room, 0, connection, clock, 0, reset, 1);
        out.put((byte) 1).putShort((short) length).put(bytes, offset, length);
    }

    /** Writes one of an old client. */
    static void writeOld(byte[] to, byte[] room, long connection, OldVoice voice) {
        long clock = voice.startClock() + AudioFormat.CODEC_DELAY_SAMPLES;
        ByteBuffer out = head(to, OLD_VOICE, room, voice.person(), connection, clock, 0, voice.reset(), voice.gain());
        if (!voice.placed()) {
            int flagsAt = out.position() - Float.BYTES - 1;
            out.put(flagsAt, (byte) (out.get(flagsAt) | NOT_TAKEN));
        }
        PacketBundle packets = voice.packets();
        out.put((byte) packets.packets());
        for (int i = 0; i < packets.packets(); i++) {
            out.putShort((short) packets.length(i)).put(packets.bytes(), packets.offset(i), packets.length(i));
        }
    }

    private static ByteBuffer head(
            byte[] to,
            int kind,
            byte[] room,
            long person,
            long connection,
            long clock,
            int bucket,
            boolean reset,
            float gain) {
        ByteBuffer out = ByteBuffer.wrap(to);
        out.put((byte) kind).put((byte) room.length).put(room);
        out.putLong(person).putLong(connection).putLong(clock);
        return out.put((byte) bucket).put((byte) (reset ? RESET : 0)).putFloat(gain);
    }

    /** How long such a record is. */
    static int length(VoiceMessage message) {
        int length = HEAD_BYTES + message.room.length;
        for (int i = 0; i < message.packets; i++) {
            length += 2 + message.lengths[i];
        }
        return length;
    }

    /** How long one of an old client is. */
    static int oldLength(byte[] room, OldVoice voice) {
        int length = HEAD_BYTES + room.length;
        for (int i = 0; i < voice.packets().packets(); i++) {
            length += 2 + voice.packets().length(i);
        }
        return length;
    }

    /** How long one of a packet of the mix is. */
    static int mixLength(byte[] room, int packetBytes) {
        return HEAD_BYTES + room.length + 2 + packetBytes;
    }

    /**
     * Reads one; the packets stay in {@code record}.
     *
     * @param version of its format
     * @return false when it is not one
     */
    public boolean read(byte[] record, int length, int version) {
        ByteBuffer in = ByteBuffer.wrap(record, 0, length);
        int headBytes = version == 1 ? HEAD_1_BYTES : HEAD_BYTES;
        if (length < headBytes) {
            return false;
        }
        kind = in.get();
        int roomLength = in.get() & 0xff;
        if (length < headBytes + roomLength) {
            return false;
        }
        readRoom(record, in.position(), roomLength);
        in.position(in.position() + roomLength);
        person = in.getLong();
        connection = in.getLong();
        clock = in.getLong();
        bucket = in.get() & 0xff;
        int flags = in.get();
        reset = (flags & RESET) != 0;
        placed = (flags & NOT_TAKEN) == 0;
        fromOldClient = kind == OLD_VOICE;
        gain = version == 1 ? 1 : in.getFloat();
        packets = in.get() & 0xff;
        bytes = record;
        boolean isKnown = kind == VOICE || kind == MIX || (fromOldClient && version >= 3);
        return isKnown && (fromOldClient || packets <= StreamLimits.PACKETS_MAX) && readPackets(in);
    }

    private boolean readPackets(ByteBuffer in) {
        for (int i = 0; i < packets; i++) {
            if (in.remaining() < 2) {
                return false;
            }
            lengths[i] = in.getShort() & 0xffff;
            offsets[i] = in.position();
            if (lengths[i] < 1 || lengths[i] > in.remaining() || !isPacket(offsets[i], lengths[i])) {
                return false;
            }
            in.position(in.position() + lengths[i]);
        }
        return true;
    }

    private boolean isPacket(int offset, int length) {
        return fromOldClient
                ? OpusPacket.samples(bytes, offset, length) != OpusPacket.NOT_OPUS
                : length <= PACKET_MAX_BYTES;
    }

    /** Most records are of the same room as the one before. */
    private void readRoom(byte[] record, int at, int length) {
        if (!Arrays.equals(record, at, at + length, room, 0, room.length)) {
            room = Arrays.copyOfRange(record, at, at + length);
            roomId = new String(room, StandardCharsets.UTF_8);
        }
    }
}
