package brigade.shard.listen;

import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Ogg Opus files for tests. */
public final class OggSound {
    private OggSound() {}

    /** A file that holds {@code sound}, to its sample, after a pre-roll of silence. */
    public static byte[] encode(OpusCodec codec, float[] sound) {
        OggOpus ogg = new OggOpus(7);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int preRoll = OggOpus.PREROLL_FRAMES * OggOpus.FRAME_SAMPLES;
        // The decoder is behind by the codec's delay: one frame of silence more flushes it.
        float[] padded = new float
                [preRoll
                        + Math.ceilDiv(sound.length, OggOpus.FRAME_SAMPLES) * OggOpus.FRAME_SAMPLES
                        + OggOpus.FRAME_SAMPLES];
        System.arraycopy(sound, 0, padded, preRoll, sound.length);
        byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
        try (PacketEncoder encoder = codec.newEncoder()) {
            for (int at = 0; at < padded.length; at += OggOpus.FRAME_SAMPLES) {
                int bytes = encoder.encode(padded, at, OggOpus.FRAME_SAMPLES, packet, 0);
                ogg.packet(Arrays.copyOf(packet, bytes));
            }
        }
        ogg.end(sound.length);
        file.writeBytes(ogg.take());
        return file.toByteArray();
    }
}
