package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundle;
import brigade.wire.PacketBundleWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opus alone: 600 ms of sound, in packets of 60 ms, by the shard's own classes and complexities. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class CodecBenchmark {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final int BATCHES = 50;

    @Param({"LIBOPUS", "CONCENTUS"})
    CodecChoice codec;

    @Param({"voice", "silence"})
    String sound;

    private float[] pcm = new float[0];
    private final float[] heard = new float[BATCH];
    private final PacketBundle[] bundles = new PacketBundle[BATCHES];
    private final PacketBundleWriter writer = new PacketBundleWriter();
    private BundleEncoder encoder;
    private BundleDecoder decoder;
    private int turn;

    /** Uses Concentus until told. */
    public CodecBenchmark() {
        codec = CodecChoice.CONCENTUS;
        sound = "voice";
        encoder = new BundleEncoder(OpusCodec.open(codec).newEncoder());
        decoder = new BundleDecoder(OpusCodec.open(codec).newDecoder());
    }

    /** Makes sound and packets. */
    @Setup(Level.Trial)
    public void open() {
        OpusCodec opus = OpusCodec.open(codec);
        encoder = new BundleEncoder(opus.newEncoder());
        decoder = new BundleDecoder(opus.newDecoder());
        pcm = sound.equals("silence") ? new float[BATCHES * BATCH] : BenchSound.voice(BATCHES * BATCH);
        for (int i = 0; i < BATCHES; i++) {
            encoder.encode(pcm, i * BATCH, BATCH, writer);
            byte[] bytes = writer.toByteArray();
            bundles[i] = new PacketBundle();
            bundles[i].read(bytes, 0, bytes.length, BATCH);
        }
    }

    /** Frees native memory. */
    @TearDown(Level.Trial)
    public void close() {
        encoder.close();
        decoder.close();
    }

    /** What is heard. */
    @Benchmark
    public PacketBundleWriter encode() {
        turn = (turn + 1) % BATCHES;
        encoder.encode(pcm, turn * BATCH, BATCH, writer);
        return writer;
    }

    /** What is sung. */
    @Benchmark
    public float[] decode() {
        turn = (turn + 1) % BATCHES;
        decoder.decode(bundles[turn], heard);
        return heard;
    }
}
