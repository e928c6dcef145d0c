package brigade.shard.listen;

import brigade.shard.codec.EncoderSettings;
import brigade.shard.codec.FrameEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketDecoder;
import brigade.shard.stream.PacketListener;
import java.util.Arrays;

/** Encodes sound as a room's stream does, and tells a listener of it. */
final class Sender implements AutoCloseable {
    static final int FRAME = 960;

    private final FrameEncoder encoder;
    private final PacketDecoder decoder;
    private final byte[] packet = new byte[320];
    private final float[] pcm = new float[FRAME];

    Sender(OpusCodec codec) {

        encoder = new FrameEncoder(codec.newEncoder(new EncoderSettings(64_000, 5, 320)));
        decoder = codec.newDecoder();
    }

    /** The packet of lasting silence. */
    static byte[] silence(OpusCodec codec) {
        byte[] packet = new byte[320];
        try (FrameEncoder encoder = new FrameEncoder(codec.newEncoder(new EncoderSettings(64_000, 5, 320)))) {
            int length = 0;
            for (int i = 0; i < 20; i++) {
                length = encoder.encodeSilence(packet, 0);
            }
            return Arrays.copyOf(packet, length);
        }
    }

    /** Sends a frame of sound; returns what a decoder of the unbroken stream makes of it. */
    float[] send(PacketListener listener, long clock, float[] sound, int at) {
        int length = encoder.encode(sound, at, packet, 0);
        listener.packet(clock, false, packet, 0, length);
        decoder.decode(packet, 0, length, pcm, 0, FRAME);
        return pcm.clone();
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
