package brigade.state.room;

import brigade.state.ring.RingMoves;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Puts the moves of one room's rings together to records, ten a second at most, and hands them to the journal. Records are numbered from 0, so
 * that a hole is found. Agent thread only; allocates nothing after the start.
 *
 * <p>A record: {@code u8 length of the room's id, the id · i64 run (its rings' first clock) · i32 number · moves}; a move: {@code u8
 * kind · i64 now · i64 who · i64 at · i64 value}, big-endian.
 */
final class MoveLog implements RingMoves {
    private static final int MOVE_BYTES = 1 + 4 * Long.BYTES;
    private static final int RECORD_MAX_BYTES = 8_000;

    /** Moves wait so long for others: 0.1 s. */
    private static final long WAIT_SAMPLES = 4_800;

    private final RoomMoves journal;
    private final byte[] bytes = new byte[RECORD_MAX_BYTES];
    private final ByteBuffer record = ByteBuffer.wrap(bytes);
    private final int headBytes;
    private int number;
    private long firstAt;
    private boolean over;

    MoveLog(RoomMoves journal, String room, long now) {
        this.journal = journal;
        byte[] id = room.getBytes(StandardCharsets.UTF_8);
        record.put((byte) id.length).put(id).putLong(now).putInt(0);
        headBytes = record.position();
    }

    @Override
    public void move(int kind, long nowSamples, long who, long at, long value) {
        if (over) {
            return;
        }
        if (record.position() == headBytes) {
            firstAt = nowSamples;
        }
        record.put((byte) kind).putLong(nowSamples).putLong(who).putLong(at).putLong(value);
        over = kind == OVER;
        if (over || nowSamples - firstAt >= WAIT_SAMPLES || record.remaining() < MOVE_BYTES) {
            record.putInt(headBytes - Integer.BYTES, number++);
            journal.moves(bytes, record.position());
            record.position(headBytes);
        }
    }
}
