package brigade.shard.listen;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plays an Ogg Opus file as RFC 7845 tells a player to: a fresh decoder, pre-skip thrown away, the end cut at the last granule position. */
final class OpusFile {
    private OpusFile() {}

    /** What is heard. */
    static float[] play(byte[] file, OpusCodec codec) {
        List<OggReader.Page> pages = OggReader.pages(file);
        byte[] head = pages.getFirst().packets().getFirst();
        assertThat(new String(head, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("OpusHead");
        int preSkip = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(10) & 0xffff;
        assertThat(pages.get(1).packets().getFirst()).startsWith("OpusTags".getBytes(StandardCharsets.US_ASCII));
        List<byte[]> packets = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < pages.size(); i++) {
            OggReader.Page page = pages.get(i);
            assertThat(page.number()).isEqualTo(i);
            assertThat(page.serial()).isEqualTo(pages.getFirst().serial());
            assertThat(page.granule()).isGreaterThanOrEqualTo(before);
            before = page.granule();
            if (i >= 2) {
                packets.addAll(page.packets());
            }
        }
        float[] all = new float[960 * packets.size()];
        try (PacketDecoder decoder = codec.newDecoder()) {
            for (int i = 0; i < packets.size(); i++) {
                decoder.decode(packets.get(i), 0, packets.get(i).length, all, 960 * i, 960);
            }
        }
        return Arrays.copyOfRange(all, preSkip, (int) Math.min(all.length, before));
    }
}
