package brigade.shard.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the data of an exchange's answer holds:
 *
 * <pre>
 *   float32 of the mix | u16 users, 51 bytes each: when asked for | float32 gain: when the room is recorded
 * </pre>
 *
 * @param tableBytes of the user table with its count; 0 when it was not asked for
 * @param recorded whether the user's room is recorded
 * @param gain how loud the desk has him just now; 1 when it is not recorded
 */
record AnswerData(int tableBytes, boolean recorded, float gain) {
    /** The table's own count, big-endian. */
    static final int COUNT_BYTES = 2;

    private static final int USER_BYTES = 51;

    /**
     * Looks at an answer.
     *
     * @param samples samples of sound at the start of the reply's data
     * @param withTable whether the user table follows them
     * @throws IllegalStateException when the state server's data is not what it should be
     */
    static AnswerData of(StateCall reply, int samples, boolean withTable) {
        int soundBytes = samples * Float.BYTES;
        int restBytes = reply.dataBytes() - soundBytes;
        int tableBytes = 0;
        if (withTable && restBytes >= COUNT_BYTES) {
            byte[] count = new byte[COUNT_BYTES];
            reply.copyBytes(soundBytes, count, 0, COUNT_BYTES);
            tableBytes = COUNT_BYTES + (ByteBuffer.wrap(count).getShort() & 0xffff) * USER_BYTES;
        }
        boolean recorded = restBytes == tableBytes + Float.BYTES;
        if ((!recorded && restBytes != tableBytes) || (withTable && tableBytes == 0)) {
            throw new IllegalStateException("the state server's answer has " + reply.dataBytes() + " bytes of data for "
                    + samples + " samples" + (withTable ? " and a table" : ""));
        }
        if (!recorded) {
            return new AnswerData(tableBytes, false, 1);
        }
        byte[] gain = new byte[Float.BYTES];
        reply.copyBytes(soundBytes + tableBytes, gain, 0, Float.BYTES);
        return new AnswerData(
                tableBytes,
                true,
                ByteBuffer.wrap(gain).order(ByteOrder.nativeOrder()).getFloat());
    }
}
