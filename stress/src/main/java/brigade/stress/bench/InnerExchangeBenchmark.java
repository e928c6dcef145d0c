package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.state.room.Rooms;
import brigade.state.room.SongPhase;
import brigade.wire.ExchangeRequest;
import brigade.wire.json.ExchangeWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
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
 * A whole inner exchange: request JSON parsed, 28,800 samples each way in a song, reply JSON written; without RPC.
 * All singers exchange in turn, then 600 ms go by. Promise: 20 us, with 1,000 users and the user table 40 us.
 *
 * <p>{@code request} alone (what the shard does: the request's JSON and putting the voice into the buffer) is counted
 * in too, so compare with {@code requestOnly}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class InnerExchangeBenchmark {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final long START = 1_795_000_000L * AudioFormat.SAMPLE_RATE_HZ;

    /** Users in the room; with 1,000 everybody asks for the user table. */
    @Param({"10", "1000"})
    private int users;

    private final BenchCall call = new BenchCall();
    private final ExchangeRequest request = new ExchangeRequest();
    private final float[] voice = new float[BATCH];
    private long now = START;
    private Rooms rooms =
            Rooms.builder().clock(() -> START).random(new Random(1)).build();
    private long[] ids = new long[0];
    private long[] seats = new long[0];
    private int turn;

    /** Everybody joins, the first one starts a song. */
    @Setup
    public void sing() throws IOException, InterruptedException {
        Random random = new Random(1);
        rooms = Rooms.builder()
                .clock(() -> now)
                .random(random)
                .runDir(Files.createTempDirectory("inner"))
                .build();
        for (int i = 0; i < BATCH; i++) {
            voice[i] = (float) (0.1 * Math.sin(i / 30.0) + 0.01 * random.nextGaussian());
        }
        ids = random.longs(users).toArray();
        seats = new long[users];
        for (int i = 0; i < users; i++) {
            seats[i] = AudioFormat.secondsToSamples(3L * (1 + i * 6L / users));
        }
        for (int i = 0; i < users; i++) {
            request.requestLead = i == 0;
            request.markStartSinging = i == 0;
            request();
            rooms.handle(call);
            request.clear();
            next();
        }
        while (rooms.phase(Rooms.MAIN) != SongPhase.SINGING) {
            Thread.sleep(10); // the ring file is reserved beside the agent
            rooms.tick(now);
        }
    }

    /** The ring file was for this run. */
    @TearDown
    public void close() {
        rooms.close();
    }

    /** The state server's whole part, and the shard's filling of the buffer. */
    @Benchmark
    public int exchange() {
        request();
        rooms.handle(call);
        next();
        return call.reply.length();
    }

    /** The shard's filling of the buffer alone. */
    @Benchmark
    public int requestOnly() {
        request();
        next();
        return call.request.length();
    }

    private void request() {
        boolean leads = request.requestLead;
        request.userId = ids[turn];
        request.username = "a singer";
        request.samples = BATCH;
        request.readClock = now - seats[turn];
        request.writeClock = request.readClock - AudioFormat.secondsToSamples(1);
        request.userSummary = users >= 1_000;
        request.requestLead = leads;
        call.request.reset();
        ExchangeWriter.writeExchange(request, call.request);
        call.requestDataBytes(4L * BATCH);
        MemorySegment.copy(voice, 0, call.requestData(), ValueLayout.JAVA_FLOAT, 0, BATCH);
        call.resetReply();
    }

    private void next() {
        if (++turn == users) {
            turn = 0;
            now += BATCH;
        }
    }
}
