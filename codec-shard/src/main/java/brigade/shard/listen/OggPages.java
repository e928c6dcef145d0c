package brigade.shard.listen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes pages of one logical Ogg stream (RFC 3533, section 6). A packet never goes on in the next page. Grows as needed;
 * one thread at a time.
 *
 * <pre>
 *  "OggS" | version 0 | flags | granule position i64 | serial u32 | page number u32 | CRC u32 | n | n lacing values | packets
 * </pre>
 */
final class OggPages {
    /** The page begins its stream. */
    static final int FIRST = 2;

    /** The page ends its stream. */
    static final int LAST = 4;

    /** Lacing values of one page. */
    static final int LACES_MAX = 255;

    private static final int HEADER_BYTES = 27;
    private static final int FLAGS_AT = 5;
    private static final int CRC_AT = 22;
    private static final byte[] MAGIC = {'O', 'g', 'g', 'S'};
    private static final int[] CRC = crcTable();

    private final int serial;
    private final byte[] laces = new byte[LACES_MAX];
    private int laceCount;
    private byte[] body = new byte[8_192];
    private int bodyBytes;
    private int pageNumber;
    private byte[] out = new byte[8_192];
    private int outBytes;

    /** @param serial tells this stream from others in one file, before and after it */
    OggPages(int serial) {
        this.serial = serial;
    }

    /** Whether a packet of that many bytes still fits into the page under way. */
    boolean fits(int bytes) {
        return laceCount + bytes / 255 + 1 <= LACES_MAX;
    }

    /** Adds a packet to the page under way. */
    void packet(byte[] bytes, int offset, int length) {
        if (!fits(length)) {
            throw new IllegalStateException("no room in this page for a packet of " + length + " bytes");
        }
        for (int rest = length; rest >= 255; rest -= 255) {
            laces[laceCount++] = (byte) 255;
        }
        laces[laceCount++] = (byte) (length % 255);
        if (body.length < bodyBytes + length) {
            body = Arrays.copyOf(body, 2 * (bodyBytes + length));
        }
        System.arraycopy(bytes, offset, body, bodyBytes, length);
        bodyBytes += length;
    }

    /**
     * Ends the page under way.
     *
     * @param granule for Opus: samples up to the end of its last packet, pre-skip included
     * @param flags {@link #FIRST}, {@link #LAST}, both or 0
     */
    void endPage(long granule, int flags) {
        int bytes = HEADER_BYTES + laceCount + bodyBytes;
        if (out.length < outBytes + bytes) {
            out = Arrays.copyOf(out, 2 * (outBytes + bytes));
        }
        ByteBuffer page = ByteBuffer.wrap(out, outBytes, bytes).slice().order(ByteOrder.LITTLE_ENDIAN);
        page.put(MAGIC).put((byte) 0).put(FLAGS_AT, (byte) flags).position(FLAGS_AT + 1);
        page.putLong(granule).putInt(serial).putInt(pageNumber++).putInt(0).put((byte) laceCount);
        page.put(laces, 0, laceCount).put(body, 0, bodyBytes);
        page.putInt(CRC_AT, crc(out, outBytes, bytes));
        outBytes += bytes;
        laceCount = 0;
        bodyBytes = 0;
    }

    /** The pages since the last call. */
    byte[] take() {
        byte[] pages = Arrays.copyOf(out, outBytes);
        outBytes = 0;
        return pages;
    }

    /** The CRC of RFC 3533: polynomial 0x04c11db7, begun at 0, neither reflected nor inverted. */
    static int crc(byte[] bytes, int offset, int length) {
        int crc = 0;
        for (int i = offset; i < offset + length; i++) {
            crc = (crc << 8) ^ CRC[(crc >>> 24) ^ (bytes[i] & 255)];
        }
        return crc;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
            }
            table[i] = value;
        }
        return table;
    }
}
