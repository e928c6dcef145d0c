package brigade.shard.codec;

import brigade.audio.AudioFormat;
import brigade.wire.OpusPacket;
import brigade.wire.WireLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/** Opus by the native library. Each encoder and decoder owns an arena and frees all its memory when closed. */
public final class LibopusCodec implements OpusCodec {
    /**
     * By CodecQuality (stress), one singer, CPU for 600 ms both ways: complexity 5 takes 2.5 ms at 24.2 dB of SNR; 4
     * takes 2.0 at 21.4, 7 takes 3.4 at 24.6, 10 takes 3.6 at 24.6: 5 is nearly all of the quality for the least.
     */
    public static final int DEFAULT_COMPLEXITY = 5;

    /** libopus keeps pointers and floats in its state. */
    private static final long STATE_ALIGNMENT_BYTES = 16;

    /** Longer packets are rare; they get memory of their own. */
    private static final int USUAL_PACKET_BYTES = 4_096;

    private final int complexity;

    private LibopusCodec(int complexity) {
        this.complexity = complexity;
    }

    /** The codec with its default complexity, where libopus is installed. */
    public static Optional<LibopusCodec> find() {
        return find(DEFAULT_COMPLEXITY);
    }

    /**
     * The codec, where libopus is installed.
     *
     * @param complexity 0..10
     */
    public static Optional<LibopusCodec> find(int complexity) {
        return Libopus.installed() ? Optional.of(new LibopusCodec(complexity)) : Optional.empty();
    }

    @Override
    public String name() {
        return Libopus.version();
    }

    @Override
    public int complexity() {
        return complexity;
    }

    @Override
    public PacketEncoder newEncoder() {
        return newEncoder(EncoderSettings.v1(complexity));
    }

    @Override
    public PacketEncoder newEncoder(EncoderSettings settings) {
        return new Encoder(settings);
    }

    @Override
    public PacketDecoder newDecoder() {
        return new Decoder();
    }

    private static final class Encoder implements PacketEncoder {
        // Shared: a user's requests come on different threads, one after the other.
        private final Arena arena = Arena.ofShared();
        private final MemorySegment state = arena.allocate(Libopus.encoderBytes(), STATE_ALIGNMENT_BYTES);
        private final MemorySegment input = arena.allocate(ValueLayout.JAVA_FLOAT, AudioFormat.V1_PACKET_SAMPLES);
        private final MemorySegment packet = arena.allocate(WireLimits.OPUS_PACKET_MAX_BYTES);

        private final int maxBytes;

        Encoder(EncoderSettings settings) {
            maxBytes = settings.packetMaxBytes();
            Libopus.initEncoder(state, AudioFormat.SAMPLE_RATE_HZ, Libopus.APPLICATION_AUDIO);
            Libopus.encoderControl(state, Libopus.SET_BITRATE, settings.bitsPerSecond());
            Libopus.encoderControl(state, Libopus.SET_COMPLEXITY, settings.complexity());
        }

        @Override
        public int encode(float[] pcm, int offset, int samples, byte[] out, int outOffset) {
            MemorySegment.copy(pcm, offset, input, ValueLayout.JAVA_FLOAT, 0, samples);
            int bytes = Libopus.encode(state, input, samples, packet, maxBytes);
            if (bytes < 1) {
                throw new CodecException("opus_encode_float failed with " + bytes, null);
            }
            MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, 0, out, outOffset, bytes);
            return bytes;
        }

        @Override
        public void reset() {
            Libopus.encoderControl(state, Libopus.RESET_STATE, 0);
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    private static final class Decoder implements PacketDecoder {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment state = arena.allocate(Libopus.decoderBytes(), STATE_ALIGNMENT_BYTES);
        private final MemorySegment output = arena.allocate(ValueLayout.JAVA_FLOAT, OpusPacket.MAX_SAMPLES);
        private final MemorySegment packetIn = arena.allocate(USUAL_PACKET_BYTES);

        Decoder() {
            Libopus.initDecoder(state, AudioFormat.SAMPLE_RATE_HZ);
        }

        @Override
        public void decode(byte[] packet, int offset, int length, float[] pcm, int pcmOffset, int samples) {
            int decoded;
            if (length <= USUAL_PACKET_BYTES) {
                MemorySegment.copy(packet, offset, packetIn, ValueLayout.JAVA_BYTE, 0, length);
                decoded = Libopus.decode(state, packetIn, length, output, samples);
            } else {
                try (Arena own = Arena.ofConfined()) {
                    MemorySegment longPacket = own.allocate(length);
                    MemorySegment.copy(packet, offset, longPacket, ValueLayout.JAVA_BYTE, 0, length);
                    decoded = Libopus.decode(state, longPacket, length, output, samples);
                }
            }
            if (decoded != samples) {
                reset();
                Arrays.fill(pcm, pcmOffset, pcmOffset + samples, 0);
                return;
            }
            MemorySegment.copy(output, ValueLayout.JAVA_FLOAT, 0, pcm, pcmOffset, samples);
            limit(pcm, pcmOffset, samples);
        }

        @Override
        public void conceal(float[] pcm, int pcmOffset, int samples) {
            if (Libopus.decode(state, MemorySegment.NULL, 0, output, samples) != samples) {
                reset();
                Arrays.fill(pcm, pcmOffset, pcmOffset + samples, 0);
                return;
            }
            MemorySegment.copy(output, ValueLayout.JAVA_FLOAT, 0, pcm, pcmOffset, samples);
            limit(pcm, pcmOffset, samples);
        }

        /** Keeps what a hostile packet may decode to off the mixer: within +-1, no NaN. */
        private static void limit(float[] pcm, int offset, int samples) {
            for (int i = offset; i < offset + samples; i++) {
                float x = pcm[i];
                if (!(Math.abs(x) <= 1)) {
                    pcm[i] = x > 1 ? 1 : x < -1 ? -1 : 0;
                }
            }
        }

        @Override
        public void reset() {
            Libopus.decoderControl(state, Libopus.RESET_STATE);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
