package brigade.shard.exchange;

import brigade.wire.PacketBundleWriter;

/**
 * Puts the answer to an exchange together:
 *
 * <pre>
 *   metadata JSON | u16 users | 51 bytes per user | packed Opus
 * </pre>
 *
 * <p>The state server has made JSON and table; they pass through untouched. Stateless.
 */
final class AnswerWriter {
    /** The table's own count, big-endian. */
    private static final int COUNT_BYTES = 2;

    private static final int USER_BYTES = 51;

    private AnswerWriter() {}

    /**
     * The whole answer.
     *
     * @param samples samples of sound at the start of the reply's data
     * @param withTable whether the user table follows them
     * @throws IllegalStateException when the state server's data is not what it should be
     */
    static Answer write(StateCall reply, int samples, boolean withTable, PacketBundleWriter sound) {
        int soundBytes = samples * Float.BYTES;
        int tableBytes = reply.dataBytes() - soundBytes;
        boolean fits =
                withTable ? tableBytes >= COUNT_BYTES && (tableBytes - COUNT_BYTES) % USER_BYTES == 0 : tableBytes == 0;
        if (!fits) {
            throw new IllegalStateException("the state server's answer has " + reply.dataBytes() + " bytes of data for "
                    + samples + " samples" + (withTable ? " and a table" : ""));
        }
        int metadataBytes = reply.jsonBytes();
        int countAndTable = withTable ? tableBytes : COUNT_BYTES; // no table: a count of 0
        byte[] body = new byte[metadataBytes + countAndTable + sound.length()];
        System.arraycopy(reply.json(), 0, body, 0, metadataBytes);
        if (withTable) {
            reply.copyBytes(soundBytes, body, metadataBytes, tableBytes);
        }
        System.arraycopy(sound.bytes(), 0, body, metadataBytes + countAndTable, sound.length());
        return new Answer(body, metadataBytes);
    }
}
