package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.shard.codec.PacketDecoder;
import brigade.wire.stream.StreamLimits;
import java.util.Arrays;

/**
 * Decodes one singer's packets and finds their place by their clocks: sound of a packet lies 312 samples before its clock.
 * A gap of up to 100 ms within a spurt is concealed, a longer one is a jump; so is another bucket. One thread at a time,
 * which need not be the same each time.
 */
final class VoiceDecoder implements AutoCloseable {
    /** Longest gap that is concealed. */
    static final int CONCEAL_MAX_SAMPLES = 4_800;

    /** Opus conceals in steps of its shortest frame. */
    private static final int CONCEAL_STEP_SAMPLES = 120;

    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    private final PacketDecoder decoder;

    /** Clock of the next packet if nothing is missing; only within a spurt. */
    private long expectedClock;

    private int bucket;
    private boolean inSpurt;

    // What the latest message became.
    private float[] sound = new float[4 * FRAME];
    private int concealedSamples;
    private long startClock;
    private int samples;

    VoiceDecoder(PacketDecoder decoder) {
        this.decoder = decoder;
    }

    /** Decodes one message; what it became can be asked until the next call. */
    void decode(VoiceMessage message) {
        samples = 0;
        concealedSamples = 0;
        if (message.packets == 0) {
            inSpurt = false; // its end was marked: what is missing afterwards is silence
            return;
        }
        if (message.reset) {
            decoder.reset();
            inSpurt = false;
        }
        startClock = message.clock - AudioFormat.CODEC_DELAY_SAMPLES;
        long gap = message.clock - expectedClock;
        if (inSpurt && message.bucket == bucket && gap > 0 && gap <= CONCEAL_MAX_SAMPLES) {
            conceal((int) gap);
        }
        ensure(samples + message.packets * FRAME);
        for (int i = 0; i < message.packets; i++) {
            decoder.decode(message.bytes, message.offsets[i], message.lengths[i], sound, samples, FRAME);
            samples += FRAME;
        }
        inSpurt = true;
        bucket = message.bucket;
        expectedClock = message.clock + (long) message.packets * FRAME;
    }

    /** Fills the gap right before the message; what is left over of it stays silent. */
    private void conceal(int gap) {
        concealedSamples = gap / CONCEAL_STEP_SAMPLES * CONCEAL_STEP_SAMPLES;
        ensure(concealedSamples);
        int left = concealedSamples;
        while (left > 0) {
            int step = Math.min(left, FRAME);
            decoder.conceal(sound, samples, step);
            samples += step;
            left -= step;
        }
        startClock -= concealedSamples;
    }

    private void ensure(int capacity) {
        if (sound.length < capacity) {
            sound = Arrays.copyOf(sound, capacity);
        }
    }

    /** Sample position of the first sample, codec delay taken off. */
    long startClock() {
        return startClock;
    }

    /** What came out; the first {@link #concealedSamples} are made up. */
    float[] sound() {
        return sound;
    }

    /** How much came out in all. */
    int samples() {
        return samples;
    }

    /** How much of it was made up. */
    int concealedSamples() {
        return concealedSamples;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
