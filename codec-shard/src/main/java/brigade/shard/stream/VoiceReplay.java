package brigade.shard.stream;

import brigade.shard.codec.PacketDecoder;

/**
 * Decodes the journalled messages of one connection as they were decoded when they came: the same gaps are concealed, the same
 * resets made. One thread.
 */
public final class VoiceReplay implements AutoCloseable {
    private final VoiceDecoder decoder;

    /** Takes over {@code decoder}, a fresh one. */
    public VoiceReplay(PacketDecoder decoder) {
        this.decoder = new VoiceDecoder(decoder);
    }

    /** Decodes one message; the rest tells what it became. */
    public void decode(VoiceMessage message) {
        decoder.decode(message);
    }

    /** Sample position of the first sample, codec delay taken off. */
    public long startClock() {
        return decoder.startClock();
    }

    /** What came out. */
    public float[] sound() {
        return decoder.sound();
    }

    /** How much. */
    public int samples() {
        return decoder.samples();
    }

    /** How much of it was made up. */
    public int concealedSamples() {
        return decoder.concealedSamples();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
