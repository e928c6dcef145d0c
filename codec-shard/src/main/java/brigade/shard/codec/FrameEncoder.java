package brigade.shard.codec;

import brigade.wire.stream.StreamLimits;

/**
 * Encodes one stream of 20 ms frames. One thread at a time. Silence that lasts costs nothing: once it is always the same short
 * packet, the codec's state stands still, at both ends. Such a packet may be sent or left out.
 */
public final class FrameEncoder implements AutoCloseable {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final float[] SILENCE = new float[FRAME];

    private final PacketEncoder encoder;
    private final SteadySilence silence = new SteadySilence();
    private boolean steady;
    private boolean encoded;

    /** Takes over {@code encoder}. */
    public FrameEncoder(PacketEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Encodes the frame at {@code offset}.
     *
     * @param out takes the packet; room for as many bytes as the encoder was limited to
     * @return bytes of the packet
     * @throws CodecException when the codec fails; the stream has been reset
     */
    public int encode(float[] pcm, int offset, byte[] out, int outOffset) {
        return encode(pcm, offset, isZero(pcm, offset), out, outOffset);
    }

    /** Encodes a frame of digital silence, otherwise as the other. */
    public int encodeSilence(byte[] out, int outOffset) {
        return encode(SILENCE, 0, true, out, outOffset);
    }

    private int encode(float[] pcm, int offset, boolean silent, byte[] out, int outOffset) {
        steady = silent && silence.isSteady(FRAME);
        encoded = !steady;
        if (steady) {
            System.arraycopy(silence.packet(), 0, out, outOffset, silence.packetBytes());
            return silence.packetBytes();
        }
        int bytes;
        try {
            bytes = encoder.encode(pcm, offset, FRAME, out, outOffset);
        } catch (CodecException e) {
            reset();
            throw e;
        }
        silence.note(silent, FRAME, out, outOffset, bytes);
        return bytes;
    }

    private static boolean isZero(float[] pcm, int offset) {
        for (int i = offset; i < offset + FRAME; i++) {
            if (pcm[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the latest packet changes no state at either end, and may be left out. */
    public boolean isSteady() {
        return steady;
    }

    /** Whether the codec was asked for the latest packet. */
    public boolean isEncoded() {
        return encoded;
    }

    /** Forgets the stream: the next packet is a first one. */
    public void reset() {
        encoder.reset();
        silence.forget();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
