package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.PacketDecoder;
import brigade.wire.OpusPacket;
import java.util.Arrays;

/**
 * Decodes the journalled messages of one connection as they were decoded when they came: the same gaps are concealed, the same
 * resets made. Those of an old client one packet after the other, as an exchange did. One thread.
 */
public final class VoiceReplay implements AutoCloseable {
    private final VoiceDecoder decoder;
    private final BundleDecoder oldDecoder;

    // What the latest message became.
    private float[] oldSound = {};
    private float[] sound = {};
    private long startClock;
    private int samples;
    private int concealedSamples;

    /** Takes over {@code decoder}, a fresh one. */
    public VoiceReplay(PacketDecoder decoder) {
        this.decoder = new VoiceDecoder(decoder);
        this.oldDecoder = new BundleDecoder(decoder); // a connection is of one kind: they never share it
    }

    /** Decodes one message; the rest tells what it became. */
    public void decode(VoiceMessage message) {
        if (message.fromOldClient) {
            decodeOld(message);
            return;
        }
        decoder.decode(message);
        sound = decoder.sound();
        startClock = decoder.startClock();
        samples = decoder.samples();
        concealedSamples = decoder.concealedSamples();
    }

    private void decodeOld(VoiceMessage message) {
        if (message.reset) {
            oldDecoder.reset();
        }
        int decoded = 0;
        for (int i = 0; i < message.packets; i++) {
            if (oldSound.length < decoded + OpusPacket.MAX_SAMPLES) {
                oldSound = Arrays.copyOf(oldSound, 2 * (decoded + OpusPacket.MAX_SAMPLES));
            }
            decoded += oldDecoder.decode(message.bytes, message.offsets[i], message.lengths[i], oldSound, decoded);
        }
        sound = oldSound;
        startClock = message.clock - AudioFormat.CODEC_DELAY_SAMPLES;
        samples = message.placed ? decoded : 0;
        concealedSamples = 0;
    }

    /** Sample position of the first sample, codec delay taken off. */
    public long startClock() {
        return startClock;
    }

    /** What came out. */
    public float[] sound() {
        return sound;
    }

    /** How much. */
    public int samples() {
        return samples;
    }

    /** How much of it was made up. */
    public int concealedSamples() {
        return concealedSamples;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
