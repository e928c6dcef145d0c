package brigade.e2e;

import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plays an Ogg Opus file of one stream as a player does: pre-skip thrown away, the end cut at the last granule position. */
final class OggSound {
    private static final int FRAME = 960;

    private OggSound() {}

    /** What is heard; a page that is cut off at the end is left out. */
    static float[] play(byte[] file, OpusCodec codec) {
        List<byte[]> packets = new ArrayList<>();
        long granule = 0;
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + 27 <= file.length && at + 27 + (file[at + 26] & 255) <= file.length) {
            int laces = file[at + 26] & 255;
            int body = at + 27 + laces;
            int end = body;
            for (int i = 0; i < laces; i++) {
                end += file[at + 27 + i] & 255;
            }
            if (end > file.length) {
                break;
            }
            granule = bytes.getLong(at + 6);
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
            at = end;
        }
        int preSkip = ByteBuffer.wrap(packets.getFirst())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort(10)
                & 0xffff;
        List<byte[]> sound = packets.subList(2, packets.size());
        float[] all = new float[FRAME * sound.size()];
        try (PacketDecoder decoder = codec.newDecoder()) {
            for (int i = 0; i < sound.size(); i++) {
                decoder.decode(sound.get(i), 0, sound.get(i).length, all, FRAME * i, FRAME);
            }
        }
        return Arrays.copyOfRange(all, preSkip, (int) Math.min(all.length, granule));
    }
}
