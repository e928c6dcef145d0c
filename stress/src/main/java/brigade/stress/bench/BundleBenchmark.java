package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.PacketDecoder;
import brigade.shard.codec.PacketEncoder;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The packet bundle without Opus: framing and checking ten packets as singing makes them, and what the shard's bundle
 * classes add to a codec. {@link CodecBenchmark} has the same with Opus.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class BundleBenchmark {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final int PACKETS = 10;

    /** A packet of 60 ms of singing, in the mean. */
    private static final int PACKET_BYTES = 386;

    /** Opus' table of contents: fullband, 60 ms is three frames of 20 ms, mono (configuration 31, code 3). */
    private static final byte TOC = (byte) ((31 << 3) | 3);

    private static final byte THREE_FRAMES = 3;

    private final byte[] packet = new byte[PACKET_BYTES];
    private final PacketBundleWriter writer = new PacketBundleWriter();
    private final PacketBundle bundle = new PacketBundle();
    private final PacketBundle readBefore = new PacketBundle();
    private final byte[] bytes;
    private final float[] pcm = new float[BATCH];
    private final BundleEncoder encoder;
    private final BundleDecoder decoder;

    /** Makes packets that are Opus by their first bytes. */
    public BundleBenchmark() {
        Arrays.fill(packet, (byte) 0x55);
        packet[0] = TOC;
        packet[1] = THREE_FRAMES;
        Arrays.fill(pcm, 0.1f);
        encoder = new BundleEncoder(new Copier(packet));
        decoder = new BundleDecoder(new Filler());
        encoder.encode(pcm, 0, BATCH, writer);
        bytes = writer.toByteArray();
        readBefore.read(bytes, 0, bytes.length, BATCH);
    }

    /** Framing ten packets that are there. */
    @Benchmark
    public PacketBundleWriter write() {
        writer.clear();
        for (int i = 0; i < PACKETS; i++) {
            writer.add(packet, 0, packet.length);
        }
        return writer;
    }

    /** Finding and checking ten packets. */
    @Benchmark
    public PacketBundle read() {
        bundle.read(bytes, 0, bytes.length, BATCH);
        return bundle;
    }

    /** Encoding 600 ms, the codec itself left out. */
    @Benchmark
    public PacketBundleWriter encoder() {
        encoder.encode(pcm, 0, BATCH, writer);
        return writer;
    }

    /** Decoding 600 ms, the codec itself left out. */
    @Benchmark
    public float[] decoder() {
        decoder.decode(readBefore, pcm);
        return pcm;
    }

    /** Answers with the same packet whatever it hears. */
    private static final class Copier implements PacketEncoder {
        private final byte[] packet;

        Copier(byte[] packet) {
            this.packet = packet;
        }

        @Override
        public int encode(float[] pcm, int offset, int samples, byte[] out, int outOffset) {
            System.arraycopy(packet, 0, out, outOffset, packet.length);
            return packet.length;
        }

        @Override
        public void reset() {}

        @Override
        public void close() {}
    }

    /** Hears a constant. */
    private static final class Filler implements PacketDecoder {
        @Override
        public void decode(byte[] packet, int offset, int length, float[] pcm, int pcmOffset, int samples) {
            Arrays.fill(pcm, pcmOffset, pcmOffset + samples, 0.1f);
        }

        @Override
        public void conceal(float[] pcm, int pcmOffset, int samples) {
            Arrays.fill(pcm, pcmOffset, pcmOffset + samples, 0.1f);
        }

        @Override
        public void reset() {}

        @Override
        public void close() {}
    }
}
