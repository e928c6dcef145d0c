package brigade.shard.codec;

/** Encodes one stream of sound, packet by packet. Holds state from packet to packet; one thread at a time. */
public interface PacketEncoder extends AutoCloseable {
    /**
     * Encodes one packet.
     *
     * @param pcm mono 48 kHz, full scale +-1
     * @param samples 120, 240, 480, 960, 1920 or 2880, from {@code offset} on
     * @param out takes the packet from {@code outOffset} on; needs {@code WireLimits.OPUS_PACKET_MAX_BYTES} of room
     * @return bytes of the packet, at least 1
     * @throws CodecException when the codec fails; {@link #reset} makes it usable again
     */
    int encode(float[] pcm, int offset, int samples, byte[] out, int outOffset);

    /** Forgets the stream: the next packet is a first one. */
    void reset();

    /** Frees its memory at once. Nothing may be called afterwards. */
    @Override
    void close();
}
