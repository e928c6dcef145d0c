package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.state.measure.BleedLook;
import brigade.state.measure.OnsetReach;
import brigade.state.measure.VoiceFeatures;
import brigade.state.measure.VoiceLook;
import brigade.state.ring.MixRings;
import brigade.state.ring.RingMemory;
import brigade.state.ring.RingSize;
import brigade.state.ring.SongPlan;
import brigade.state.ring.VoiceChannel;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the host's desk costs: {@code features} is all that measuring adds to the agent for 60 ms of one voice, beside {@code write}, what the
 * mix itself does with them; {@code fillLook} is the agent's part of a look (one a second and voice); {@code look} and {@code bleed} run on the
 * worker.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class EngineMeasureBenchmark {
    private static final int BLOCK = 2_880;
    private static final int SECONDS = 20;
    private static final long START = 1_795_000_000L * AudioFormat.SAMPLE_RATE_HZ;

    private final float[] sound = new VoiceSynth(1).sing(Melody.ODE_TO_JOY, SECONDS * AudioFormat.SAMPLE_RATE_HZ);
    private final float[] other = new VoiceSynth(2).sing(Melody.ODE_TO_JOY, SECONDS * AudioFormat.SAMPLE_RATE_HZ);
    private final MemorySegment pcm = MemorySegment.ofArray(sound);
    private final float[] block = new float[BLOCK];
    private final VoiceFeatures features = new VoiceFeatures();
    private final VoiceFeatures reference = new VoiceFeatures();
    private final VoiceLook look = new VoiceLook();
    private final BleedLook bleed = new BleedLook();
    private final MixRings rings = new MixRings(RingMemory.heap(RingSize.FULL), START);
    private long clock = START;
    private VoiceChannel voice = rings.openVoice(1);

    /** Fills what looks look at. */
    @Setup
    public void sing() {
        rings.startSong(new SongPlan(START, 0, 0, 0, 0, false, ""));
        for (int at = 0; at + BLOCK <= sound.length; at += BLOCK) {
            System.arraycopy(sound, at, block, 0, BLOCK);
            features.take(START + at, block, BLOCK);
            System.arraycopy(other, at, block, 0, BLOCK);
            reference.take(START + at, block, BLOCK);
        }
        System.arraycopy(sound, 0, bleed.voice(), 0, BleedLook.VOICE_SAMPLES);
        System.arraycopy(other, 0, bleed.reference(), 0, BleedLook.REFERENCE_SAMPLES);
        clock = START + sound.length;
        voice = rings.openVoice(2);
    }

    private int next() {
        clock += BLOCK;
        return (int) (clock / BLOCK % (sound.length / BLOCK)) * BLOCK;
    }

    /** 60 ms of one voice looked at as they come. */
    @Benchmark
    public void features() {
        System.arraycopy(sound, next(), block, 0, BLOCK);
        features.take(clock, block, BLOCK);
    }

    /** 60 ms of one voice put into the rings. */
    @Benchmark
    public int write() {
        int at = next();
        rings.advanceTo(clock + BLOCK);
        return voice.write(clock, pcm, 4L * at, BLOCK);
    }

    /** Copying what a look needs. */
    @Benchmark
    public void fillLook() {
        look.fill(features, reference, features.endHop() - OnsetReach.HOPS);
    }

    /** One look with its timing. */
    @Benchmark
    public double look() {
        look.fill(features, reference, features.endHop() - OnsetReach.HOPS);
        look.work();
        return look.floorDb();
    }

    /** One second of a voice compared with seven of what was sent to him. */
    @Benchmark
    public void bleed() {
        bleed.work();
    }
}
