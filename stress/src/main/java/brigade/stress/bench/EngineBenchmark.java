package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.state.ring.BackingSound;
import brigade.state.ring.MixReader;
import brigade.state.ring.MixRings;
import brigade.state.ring.RingMemory;
import brigade.state.ring.RingSize;
import brigade.state.ring.SongPlan;
import brigade.state.ring.VoiceChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The engine alone: one singer's 600 ms written and 600 ms read, in a song with a backing track, without JSON and RPC.
 * The clock goes on as in a room: each singer writes once, then the next 600 ms begin. {@code arraycopy} moves the same
 * samples for comparison; promise: at most five times that, and about 0 B a call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class EngineBenchmark {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final int VOICES = 40;
    private static final long START = 1_795_000_000L * AudioFormat.SAMPLE_RATE_HZ + 123;

    /** Singers in the room; all exchange in turn. */
    @Param({"10", "100"})
    private int singers;

    private Path file = Path.of("unset");
    private RingMemory memory = RingMemory.heap(new RingSize(AudioFormat.SAMPLE_RATE_HZ, 0));
    private MixRings rings = new MixRings(memory, START);
    private VoiceChannel[] voices = new VoiceChannel[0];
    private MixReader[] readers = new MixReader[0];
    private final float[] voiceFrom = new float[BATCH];
    private final float[] voiceTo = new float[BATCH];
    private final float[] mixFrom = new float[BATCH];
    private final float[] mixTo = new float[BATCH];
    private final float[] ring = new float[RingSize.FULL.reachSamples()];
    private MemorySegment pcm = MemorySegment.NULL;
    private MemorySegment mix = MemorySegment.NULL;
    private long now = START;
    private long songStart = START;
    private int turn;

    @Setup
    public void sing() throws Exception {
        file = Files.createTempDirectory("engine").resolve("room-bench.ring");
        memory = RingMemory.reserve(file, RingSize.FULL);
        rings = new MixRings(memory, START);
        Random random = new Random(1);
        float[] track = new float[300 * AudioFormat.SAMPLE_RATE_HZ];
        for (int i = 0; i < track.length; i++) {
            track[i] = (float) (0.1 * random.nextGaussian());
        }
        rings.startSong(new SongPlan(START, 0, 0, 0, 0, false, "track")).backing(BackingSound.track(track));
        pcm = Arena.ofAuto().allocate(4L * BATCH * VOICES, 64);
        mix = Arena.ofAuto().allocate(4L * BATCH, 64);
        for (int i = 0; i < BATCH * VOICES; i++) {
            // Each voice its own tone, swelling and fading: voices in step would sum as no choir does.
            int voice = i / BATCH;
            double step = 0.01 + 0.0013 * voice;
            float value = (float) (0.05 * Math.sin(i * step) * (1.2 + Math.sin(i * 0.0004)));
            pcm.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            voiceFrom[i % BATCH] = value;
        }
        voices = new VoiceChannel[singers];
        readers = new MixReader[singers];
        for (int i = 0; i < singers; i++) {
            voices[i] = rings.openVoice(i);
            readers[i] = rings.openReader();
        }
        now = START + 12L * AudioFormat.SAMPLE_RATE_HZ;
        rings.advanceTo(now);
    }

    @TearDown
    public void stop() throws IOException {
        memory.discard();
        Files.delete(file.getParent());
    }

    /** One exchange's work on samples. */
    @Benchmark
    public long engine() {
        if (turn == singers) {
            turn = 0;
            now += BATCH;
            rings.advanceTo(now);
            if (now > songStart + 280L * AudioFormat.SAMPLE_RATE_HZ) {
                next();
            }
        }
        int singer = turn++;
        // Four rows, 3 s apart; each sings what he heard 2 s before.
        long end = now - (3L + 3L * (singer * 4L / singers)) * AudioFormat.SAMPLE_RATE_HZ;
        voices[singer].write(end - 2L * AudioFormat.SAMPLE_RATE_HZ - BATCH, pcm, 4L * BATCH * (singer % VOICES), BATCH);
        readers[singer].read(end - BATCH, BATCH, mix, 0);
        return voices[singer].writtenUpTo();
    }

    /** The song's track is at its end: the same again. */
    private void next() {
        var song = rings.songs().getLast();
        song.endAt(now);
        songStart = now;
        var following = rings.startSong(new SongPlan(now, 0, 0, 0, 0, false, "track"));
        following.backing(song.backing());
    }

    /**
     * The least that any engine must do: the samples into a ring of this length and out of it, at the same positions.
     * Says what the machine's memory costs, where {@link #arraycopy} stays in its caches.
     */
    @Benchmark
    public float arraycopyThroughRing() {
        if (turn == singers) {
            turn = 0;
            now += BATCH;
        }
        int singer = turn++;
        long end = now - (3L + 3L * (singer * 4L / singers)) * AudioFormat.SAMPLE_RATE_HZ;
        copyAt(end - 2L * AudioFormat.SAMPLE_RATE_HZ - BATCH, voiceFrom, true);
        copyAt(end - BATCH, mixTo, false);
        return mixTo[1];
    }

    private void copyAt(long position, float[] samples, boolean in) {
        int at = (int) (position % ring.length);
        int first = Math.min(BATCH, ring.length - at);
        if (in) {
            System.arraycopy(samples, 0, ring, at, first);
            System.arraycopy(samples, first, ring, 0, BATCH - first);
        } else {
            System.arraycopy(ring, at, samples, 0, first);
            System.arraycopy(ring, 0, samples, first, BATCH - first);
        }
    }

    /** The same samples moved by the JDK, always between the same four arrays. */
    @Benchmark
    public float arraycopy() {
        System.arraycopy(voiceFrom, 0, voiceTo, 0, BATCH);
        System.arraycopy(mixFrom, 0, mixTo, 0, BATCH);
        return voiceTo[1] + mixTo[1];
    }
}
