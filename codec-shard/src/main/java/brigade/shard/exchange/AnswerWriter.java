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
    private AnswerWriter() {}

    /**
     * The whole answer.
     *
     * @param samples samples of sound at the start of the reply's data
     */
    static Answer write(StateCall reply, int samples, AnswerData data, PacketBundleWriter sound) {
        int soundBytes = samples * Float.BYTES;
        int tableBytes = data.tableBytes();
        int metadataBytes = reply.jsonBytes();
        int countAndTable = Math.max(tableBytes, AnswerData.COUNT_BYTES); // no table: a count of 0
        byte[] body = new byte[metadataBytes + countAndTable + sound.length()];
        System.arraycopy(reply.json(), 0, body, 0, metadataBytes);
        if (tableBytes > 0) {
            reply.copyBytes(soundBytes, body, metadataBytes, tableBytes);
        }
        System.arraycopy(sound.bytes(), 0, body, metadataBytes + countAndTable, sound.length());
        return new Answer(body, metadataBytes);
    }
}
