package brigade.client;

import brigade.audio.AudioFormat;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.WireLimits;
import brigade.wire.stream.MessageKind;
import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageWriter;

/**
 * Turns what is sung into voice messages. Sound goes in spurts: each begins with a fresh encoder at the clock of its first
 * sample; when silence lasts, the encoder's look-ahead is flushed by a packet of silence and the end is told. In silence one
 * packet a second goes all the same, so that the server knows how long the way is. Guarded by the client's lock.
 *
 * <pre>
 *   sung      ....####..########............
 *   messages      [R  ][   ][   ][f]|         R: reset   f: flush   |: end without packets
 * </pre>
 *
 * <p>Opus delays by 312 samples: the receiver takes that off the clocks, so they are those of the encoder's input.
 */
public final class VoiceSender implements AutoCloseable {
    /** Where messages go. */
    @FunctionalInterface
    public interface Out {
        /** Takes the first {@code length} bytes; copies what it keeps. False when nobody took them. */
        boolean send(byte[] bytes, int length);
    }

    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    /** -80 dBFS: below it nobody sings. */
    private static final float SILENT_PEAK = 1e-4f;

    /** Pauses within a phrase belong to the spurt. */
    private static final int HANG_SAMPLES = 240 * AudioFormat.SAMPLE_RATE_HZ / 1000;

    private static final float[] SILENCE = new float[FRAME];

    private final PacketEncoder encoder;
    private final Out out;
    private final StreamMessageWriter writer = new StreamMessageWriter();
    private final byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
    private boolean inSpurt;
    private int bucket;
    private long nextClock;
    private int silentSamples;
    private long sentUpTo = Long.MIN_VALUE / 2;

    /** Takes an encoder of {@code codec}. */
    public VoiceSender(OpusCodec codec, Out out) {
        encoder = codec.newEncoder();
        this.out = out;
    }

    /**
     * Sends a block.
     *
     * @param clock of its first sample
     * @param heardBucket the bucket being heard meanwhile
     * @param samples whole frames, at most {@value StreamLimits#VOICE_PACKETS_MAX}
     */
    public void sing(long clock, int heardBucket, float[] pcm, int samples) {
        boolean silent = isSilent(pcm, samples);
        if (inSpurt && (clock != nextClock || heardBucket != bucket)) {
            end(clock);
        }
        if (!inSpurt && silent) {
            if (Math.abs(clock - sentUpTo) >= AudioFormat.SAMPLE_RATE_HZ) {
                probe(clock, heardBucket);
            }
            return;
        }
        boolean begins = !inSpurt;
        if (begins) {
            encoder.reset();
            inSpurt = true;
            bucket = heardBucket;
            silentSamples = 0;
        }
        send(clock, pcm, samples, begins);
        nextClock = clock + samples;
        silentSamples = silent ? silentSamples + samples : 0;
        if (silentSamples >= HANG_SAMPLES) {
            end(nextClock);
        }
    }

    /**
     * Ends the spurt under way.
     *
     * @param goesOnAt clock of what is sung next. When that was sung already (a later seat), the look-ahead is not
     *     flushed: the silence would stand where the song goes on after the repetition.
     */
    private void end(long goesOnAt) {
        inSpurt = false;
        if (goesOnAt >= nextClock) {
            send(nextClock, SILENCE, FRAME, false);
            nextClock += FRAME;
        }
        sendEnd(nextClock);
    }

    /** Ends the spurt under way, if there is one: nothing follows. */
    public void end() {
        if (inSpurt) {
            end(nextClock);
        }
    }

    /** The connection was lost, or is another one: whoever answers next knows nothing of the spurt. */
    public void restart() {
        inSpurt = false;
    }

    private void probe(long clock, int heardBucket) {
        encoder.reset();
        bucket = heardBucket;
        send(clock, SILENCE, FRAME, true);
        nextClock = clock + FRAME;
        sendEnd(nextClock);
    }

    private void send(long clock, float[] pcm, int samples, boolean reset) {
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, clock, reset);
        for (int at = 0; at < samples; at += FRAME) {
            int bytes = encoder.encode(pcm, at, FRAME, packet, 0);
            writer.packet(packet, 0, bytes);
        }
        flushTo(clock + samples);
    }

    private void sendEnd(long clock) {
        writer.begin(MessageKind.VOICE);
        writer.section(StreamId.VOICE, bucket, clock, false);
        flushTo(clock);
    }

    private void flushTo(long clock) {
        sentUpTo = clock;
        if (!out.send(writer.bytes(), writer.length())) {
            inSpurt = false;
        }
    }

    private static boolean isSilent(float[] pcm, int samples) {
        for (int i = 0; i < samples; i++) {
            if (Math.abs(pcm[i]) > SILENT_PEAK) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
