package brigade.shard.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one Ogg stream as RFC 3533 has it, page by page, checking everything; written apart from the writer. */
final class OggReader {
    /** One page. */
    record Page(int flags, long granule, int serial, int number, List<byte[]> packets) {}

    private OggReader() {}

    static List<Page> pages(byte[] file) {
        List<Page> pages = new ArrayList<>();
        int at = 0;
        while (at < file.length) {
            ByteBuffer header = ByteBuffer.wrap(file, at, 27).slice().order(ByteOrder.LITTLE_ENDIAN);
            assertThat(header.getInt()).as("OggS at %d", at).isEqualTo(0x5367_674f);
            assertThat(header.get()).as("version").isZero();
            int flags = header.get();
            long granule = header.getLong();
            int serial = header.getInt();
            int number = header.getInt();
            int crc = header.getInt();
            int laces = header.get() & 255;
            List<byte[]> packets = new ArrayList<>();
            int body = at + 27 + laces;
            int length = 0;
            for (int i = 0; i < laces; i++) {
                int lace = file[at + 27 + i] & 255;
                length += lace;
                if (lace < 255) {
                    packets.add(Arrays.copyOfRange(file, body, body + length));
                    body += length;
                    length = 0;
                }
            }
            assertThat(length).as("a packet that goes on").isZero();
            byte[] page = Arrays.copyOfRange(file, at, body);
            Arrays.fill(page, 22, 26, (byte) 0);
            assertThat(slowCrc(page)).as("CRC of page %d", number).isEqualTo(crc);
            pages.add(new Page(flags, granule, serial, number, packets));
            at = body;
        }
        return pages;
    }

    /** Bit by bit. */
    private static int slowCrc(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean top = (crc < 0) != (((b >> bit) & 1) == 1);
                crc = (crc << 1) ^ (top ? 0x04c1_1db7 : 0);
            }
        }
        return crc;
    }
}
