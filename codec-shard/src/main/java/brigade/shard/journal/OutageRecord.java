package brigade.shard.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record of the voice journal since version 3: one state server was followed by another, as a shard saw it. What came from the mix of
 * that time may lack voices, though it was journalled without a hole; big-endian:
 *
 * <pre>
 *  u8 kind (3) · u8 bytes of the room's id, the id · i64 from · i64 to · i64 behind
 * </pre>
 *
 * @param roomId the room
 * @param fromClock clock of the former state server's last answer
 * @param toClock clock of the next one's first answer
 * @param behindSamples how far behind now the mix was; 0 when none came here
 */
public record OutageRecord(String roomId, long fromClock, long toClock, long behindSamples) {
    /** What it is. */
    public static final int OUTAGE = 3;

    /** Bytes beside the room. */
    private static final int HEAD_BYTES = 2 + 3 * Long.BYTES;

    /** How long one is. */
    static int length(byte[] room) {
        return HEAD_BYTES + room.length;
    }

    /** Writes one at the start of {@code to}, which is long enough. */
    static void write(byte[] to, byte[] room, long fromClock, long toClock, long behindSamples) {
        ByteBuffer.wrap(to)
                .put((byte) OUTAGE)
                .put((byte) room.length)
                .put(room)
                .putLong(fromClock)
                .putLong(toClock)
                .putLong(behindSamples);
    }

    /** Reads one; null when the record is another. */
    public static @Nullable OutageRecord read(byte[] record, int length) {
        if (length < HEAD_BYTES || record[0] != OUTAGE) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(record, 0, length);
        in.get();
        byte[] room = new byte[in.get() & 0xff];
        try {
            in.get(room);
            return new OutageRecord(new String(room, StandardCharsets.UTF_8), in.getLong(), in.getLong(), in.getLong());
        } catch (BufferUnderflowException e) {
            return null;
        }
    }
}
