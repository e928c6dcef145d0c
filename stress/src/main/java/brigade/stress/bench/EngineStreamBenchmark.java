package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.state.ring.BackingSound;
import brigade.state.ring.ClosedStream;
import brigade.state.ring.MixRings;
import brigade.state.ring.RingMemory;
import brigade.state.ring.RingSize;
import brigade.state.ring.SongPlan;
import brigade.state.ring.StreamKind;
import brigade.state.ring.VoiceChannel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stream v2's share of the engine: one frame of 20 ms closed, and copied into a reply. The rings hold a song of 110 s with
 * a leader, others, repeats and a track; the stream runs through it again and again, as recovering rings would. Opening
 * it anew for each run costs the few bytes an operation that {@code -prof gc} shows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class EngineStreamBenchmark {
    private static final int FRAME = ClosedStream.FRAME_SAMPLES;
    private static final int FRAMES = 5_500;
    private static final long START = 1_795_000_000L * AudioFormat.SAMPLE_RATE_HZ;

    /** Which stream; {@code SOLO} has nothing in it and shows what silence costs. */
    @Param({"LEAD", "BACKING", "CROWD", "ROUND", "ALL", "SOLO"})
    private StreamKind kind = StreamKind.LEAD;

    private MixRings rings = new MixRings(RingMemory.heap(new RingSize(AudioFormat.SAMPLE_RATE_HZ, 0)), START);
    private final MemorySegment out = Arena.ofAuto().allocate(4L * FRAME, 64);
    private ClosedStream stream = rings.openStream(StreamKind.LEAD, 0, 0, 1);
    private long now;

    @Setup
    public void sing() {
        rings = new MixRings(RingMemory.heap(RingSize.FULL), START);
        Random random = new Random(1);
        float[] track = new float[FRAMES * FRAME];
        for (int i = 0; i < track.length; i++) {
            track[i] = (float) (0.1 * random.nextGaussian());
        }
        rings.startSong(new SongPlan(START, 0, 120, 4, 2, false, "track")).backing(BackingSound.track(track));
        rings.advanceTo(START + (long) FRAMES * FRAME);
        MemorySegment pcm = Arena.ofAuto().allocate(4L * FRAME, 64);
        for (int who = 0; who < 6; who++) {
            VoiceChannel voice = rings.openVoice(who);
            for (int frame = 0; frame < FRAMES; frame++) {
                for (int i = 0; i < FRAME; i++) {
                    double at = (frame * (double) FRAME + i) * (0.01 + 0.0013 * who);
                    pcm.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (0.02 * Math.sin(at)));
                }
                voice.write(START + (long) frame * FRAME, pcm, 0, FRAME);
            }
        }
        open();
    }

    private void open() {
        stream.close();
        stream = rings.openStream(kind, 3, 0, 1, START);
        now = START;
    }

    /** One frame closed and copied out. */
    @Benchmark
    public long close() {
        if (now == rings.nowSamples()) {
            open();
        }
        now += FRAME;
        stream.closeUpTo(now);
        stream.copyTo(now - FRAME, out, 0);
        return stream.closedUpToSample();
    }
}
