package brigade.shard.codec;

import brigade.wire.OpusPacket;
import brigade.wire.PacketBundle;
import java.util.Arrays;

/**
 * Decodes the packets of a bundle one after the other. One user's stream; one thread at a time. The bundle has been
 * checked before, so nothing here refuses a request after the decoder's state has moved on.
 *
 * <p>Digital silence is cheap: a short packet that came several times in a row and was silence each time is silence
 * again, without asking the decoder.
 */
public final class BundleDecoder implements AutoCloseable {
    /** About -120 dBFS: what a decoder leaves of digital silence is far below. */
    private static final float SILENT_PEAK = 1e-6f;

    private final PacketDecoder decoder;
    private final SteadySilence silence = new SteadySilence();
    private boolean fresh = true;

    /** Takes over {@code decoder}. */
    public BundleDecoder(PacketDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Decodes all of {@code bundle} into {@code pcm} from its start.
     *
     * @param pcm has room for {@code bundle.samples()}
     * @return samples decoded: {@code bundle.samples()}
     */
    public int decode(PacketBundle bundle, float[] pcm) {
        int at = 0;
        for (int i = 0; i < bundle.packets(); i++) {
            at += decode(bundle.bytes(), bundle.offset(i), bundle.length(i), pcm, at);
        }
        return at;
    }

    /**
     * Decodes one packet, a legal one, into {@code pcm} from {@code at} on.
     *
     * @return samples decoded
     */
    public int decode(byte[] bytes, int offset, int length, float[] pcm, int at) {
        fresh = false;
        int samples = OpusPacket.samples(bytes, offset, length);
        if (silence.isSteady(samples, bytes, offset, length)) {
            Arrays.fill(pcm, at, at + samples, 0);
        } else {
            decoder.decode(bytes, offset, length, pcm, at, samples);
            silence.note(isSilent(pcm, at, samples), samples, bytes, offset, length);
        }
        return samples;
    }

    /** Whether nothing was decoded since it was made or reset. */
    public boolean isFresh() {
        return fresh;
    }

    private static boolean isSilent(float[] pcm, int offset, int samples) {
        for (int i = offset; i < offset + samples; i++) {
            if (Math.abs(pcm[i]) > SILENT_PEAK) {
                return false;
            }
        }
        return true;
    }

    /** Forgets the stream. */
    public void reset() {
        fresh = true;
        decoder.reset();
        silence.forget();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
