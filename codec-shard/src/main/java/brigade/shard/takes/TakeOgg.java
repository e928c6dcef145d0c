package brigade.shard.takes;

import brigade.shard.codec.EncoderSettings;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.shard.listen.OggOpus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.DoubleConsumer;

/** Encodes a take as Ogg Opus; its first sample is the take's, to the sample. Stateless. */
final class TakeOgg {
    /** 96 kb/s, mono: for keeping, not for the way. */
    private static final EncoderSettings QUALITY = new EncoderSettings(96_000, 9, 1_275);

    private static final int FRAME = 960;
    private static final int FRAMES_PER_PAGE = 50;

    private TakeOgg() {}

    /** Gives the sound of a take, block by block. */
    @FunctionalInterface
    interface Sound {
        /** Fills {@code pcm} from {@code at} on; how many samples there were. */
        int read(long at, float[] pcm);
    }

    static void write(OutputStream out, Sound sound, long samples, OpusCodec codec, DoubleConsumer progress)
            throws IOException {
        OggOpus ogg = new OggOpus(1);
        float[] pcm = new float[FRAME];
        byte[] packet = new byte[1_500];
        try (PacketEncoder encoder = codec.newEncoder(QUALITY)) {
            for (int i = 0; i < OggOpus.PREROLL_FRAMES; i++) {
                Arrays.fill(pcm, 0);
                ogg.packet(Arrays.copyOf(packet, encoder.encode(pcm, 0, FRAME, packet, 0)));
            }
            // A frame more than there is sound: the codec delay moves it back by 312 samples.
            long frames = Math.ceilDiv(samples, FRAME) + 1;
            for (long frame = 0; frame < frames; frame++) {
                Arrays.fill(pcm, 0);
                if (frame * FRAME < samples) {
                    sound.read(frame * FRAME, pcm);
                }
                ogg.packet(Arrays.copyOf(packet, encoder.encode(pcm, 0, FRAME, packet, 0)));
                if (frame % FRAMES_PER_PAGE == FRAMES_PER_PAGE - 1 && frame < frames - 1) {
                    ogg.endPage();
                    out.write(ogg.take());
                    progress.accept(frame / (double) frames);
                }
            }
        }
        ogg.end(samples);
        out.write(ogg.take());
    }
}
