package brigade.shard.codec;

/** Decodes one stream of packets. Holds state from packet to packet; one thread at a time. */
public interface PacketDecoder extends AutoCloseable {
    /**
     * Decodes one packet that {@code OpusPacket} found legal. A payload that the codec cannot make sense of is
     * silence of the packet's length, and the stream starts anew after it. What comes out is finite and within +-1.
     *
     * @param pcm takes the sound from {@code pcmOffset} on
     * @param samples how long the packet is, as {@code OpusPacket.samples} told
     */
    void decode(byte[] packet, int offset, int length, float[] pcm, int pcmOffset, int samples);

    /**
     * Makes up the sound of packets that were lost, from what came before; it fades as the loss gets longer.
     *
     * @param samples a multiple of 120, at most 5760
     */
    void conceal(float[] pcm, int pcmOffset, int samples);

    /** Forgets the stream: the next packet is a first one. */
    void reset();

    /** Frees its memory at once. Nothing may be called afterwards. */
    @Override
    void close();
}
