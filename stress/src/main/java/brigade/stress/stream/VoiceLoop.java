package brigade.stress.stream;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.WireLimits;
import brigade.wire.stream.StreamLimits;
import java.util.Arrays;

/** Some seconds of singing as packets of 20 ms, encoded once and sent round and round by many. Immutable. */
public final class VoiceLoop {
    private static final int SECONDS = 12;
    private static final float LEVEL = 0.3f;

    private final byte[][] packets = new byte[SECONDS * StreamLimits.FRAMES_PER_SECOND][];

    /** Singing as loud as people do. */
    VoiceLoop(OpusCodec codec, int number) {
        this(codec, number, LEVEL);
    }

    /**
     * That singing.
     *
     * @param number which voice of the synth's
     * @param level factor of its loudness
     */
    public VoiceLoop(OpusCodec codec, int number, float level) {
        float[] voice = new VoiceSynth(number).sing(Melody.FRERE_JACQUES, SECONDS * AudioFormat.SAMPLE_RATE_HZ);
        for (int i = 0; i < voice.length; i++) {
            voice[i] *= level;
        }
        byte[] packet = new byte[WireLimits.OPUS_PACKET_MAX_BYTES];
        try (PacketEncoder encoder = codec.newEncoder()) {
            for (int i = 0; i < packets.length; i++) {
                int bytes =
                        encoder.encode(voice, i * StreamLimits.FRAME_SAMPLES, StreamLimits.FRAME_SAMPLES, packet, 0);
                packets[i] = Arrays.copyOf(packet, bytes);
            }
        }
    }

    /** The {@code number}-th packet from the start, over all rounds. */
    public byte[] packet(long number) {
        return packets[(int) (number % packets.length)];
    }

    /** Whether the encoder knew nothing before it. */
    public boolean isFirst(long number) {
        return number % packets.length == 0;
    }
}
