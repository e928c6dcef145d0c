package brigade.shard.codec;

import brigade.wire.PacketBundleWriter;
import brigade.wire.WireLimits;

/**
 * Encodes a stretch of sound as a bundle: packets of 60 ms, and the remainder in the largest frames that Opus has.
 * One user's stream; one thread at a time.
 *
 * <p>Digital silence is cheap: once the encoder answers silence with the same short packet over and over, that packet
 * is sent again without asking it. Its state stands still meanwhile, as it would if it had been asked.
 */
public final class BundleEncoder implements AutoCloseable {
    /** Frame lengths in samples, longest first: 60, 40, 20, 10, 5, 2.5 ms. */
    private static final int[] PACKET_SAMPLES = {2_880, 1_920, 960, 480, 240, 120};

    private final PacketEncoder encoder;
    private final SteadySilence silence = new SteadySilence();

    /** Takes over {@code encoder}. */
    public BundleEncoder(PacketEncoder encoder) {
        this.encoder = encoder;
    }

    /** Samples of the first packet of a stretch that is {@code leftSamples} long, a multiple of 120 above 0. */
    static int packetSamples(int leftSamples) {
        for (int samples : PACKET_SAMPLES) {
            if (samples <= leftSamples) {
                return samples;
            }
        }
        throw new IllegalArgumentException("no Opus frame is as short as " + leftSamples + " samples");
    }

    /**
     * Encodes {@code pcm[offset, offset + samples)} into {@code out}, which is cleared first.
     *
     * @param samples a multiple of 120, at most a second; 0 makes an empty bundle
     * @throws CodecException when the codec fails; the stream has been reset
     */
    public void encode(float[] pcm, int offset, int samples, PacketBundleWriter out) {
        if (samples < 0 || samples % WireLimits.V1_SAMPLES_MULTIPLE != 0) {
            throw new IllegalArgumentException(samples + " samples are no whole number of Opus frames");
        }
        out.clear();
        int at = offset;
        int end = offset + samples;
        while (at < end) {
            int packetSamples = packetSamples(end - at);
            encodePacket(pcm, at, packetSamples, out);
            at += packetSamples;
        }
    }

    private void encodePacket(float[] pcm, int at, int samples, PacketBundleWriter out) {
        boolean silent = isZero(pcm, at, samples);
        if (silent && silence.isSteady(samples)) {
            out.add(silence.packet(), 0, silence.packetBytes());
            return;
        }
        out.reserve(WireLimits.OPUS_PACKET_MAX_BYTES);
        int bytes;
        try {
            bytes = encoder.encode(pcm, at, samples, out.bytes(), out.packetOffset());
        } catch (CodecException e) {
            reset();
            throw e;
        }
        silence.note(silent, samples, out.bytes(), out.packetOffset(), bytes);
        out.commit(bytes);
    }

    private static boolean isZero(float[] pcm, int offset, int samples) {
        for (int i = offset; i < offset + samples; i++) {
            if (pcm[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Forgets the stream. */
    public void reset() {
        encoder.reset();
        silence.forget();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
