package brigade.stress.bench;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.shard.codec.VoiceCodecs;
import brigade.shard.exchange.Answer;
import brigade.shard.exchange.Exchanges;
import brigade.shard.exchange.Query;
import brigade.state.room.Rooms;
import brigade.wire.PacketBundleWriter;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/**
 * A whole exchange but for HTTP and the wait: parse, decode, engine, encode, put together; 600 ms each way, a song on,
 * singing-like sound both ways. Promised: 3.0 ms with libopus, 4.5 ms with Concentus (the ancestor: 3.9 to 4.5).
 *
 * <p>A leader and two followers sing in virtual time. Only the followers' exchanges are measured: they hear the leader,
 * while he hears silence, which is cheap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class OuterExchangeBenchmark {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;
    private static final int BATCHES = 50;
    private static final int SINGERS = 3;

    /** After so many exchanges the song has long reached the last follower: 30 rounds of 600 ms. */
    private static final int UNTIL_HEARD = 60;

    /** Ten packets of sound are about 3,900 bytes, of silence 80. */
    private static final int SOUNDING_BYTES = 3_000;

    private static final long START = 85_708_800_000_000L;
    private static final long SECOND = AudioFormat.SAMPLE_RATE_HZ;

    @Param({"LIBOPUS", "CONCENTUS"})
    CodecChoice codec = CodecChoice.CONCENTUS;

    private final byte[][] bodies = new byte[BATCHES][];
    private @Nullable VoiceCodecs voices;
    private @Nullable Exchanges exchanges;
    private @Nullable Rooms rooms;
    private long now = START;
    private long round;
    private int turn;

    /** Opens a house, and has the leader begin a song. */
    @Setup(Level.Trial)
    public void open() {
        OpusCodec opus = OpusCodec.open(codec);
        encodeBodies(opus);
        Rooms house = Rooms.builder().clock(() -> now).random(new Random(1)).build();
        HouseCall call = new HouseCall(house);
        VoiceCodecs users = new VoiceCodecs(opus, SINGERS, () -> 0);
        rooms = house;
        voices = users;
        exchanges = new Exchanges(users, () -> call);
        for (int singer = 0; singer < SINGERS; singer++) {
            exchange(singer, singer == 0 ? "&request_lead=1" : "");
        }
        now += BATCH;
        round++;
        exchange(0, "&mark_start_singing=1");
        exchange(1, "");
        exchange(2, "");
        for (int i = 0; i < UNTIL_HEARD; i++) {
            letTimePass();
            int bytes = exchange().body().length;
            if (i > UNTIL_HEARD - SINGERS && bytes < SOUNDING_BYTES) {
                throw new IllegalStateException("followers hear nothing: an answer of " + bytes + " bytes");
            }
        }
    }

    private void encodeBodies(OpusCodec opus) {
        float[] sound = BenchSound.voice(BATCHES * BATCH);
        PacketBundleWriter writer = new PacketBundleWriter();
        try (BundleEncoder encoder = new BundleEncoder(opus.newEncoder())) {
            for (int i = 0; i < BATCHES; i++) {
                encoder.encode(sound, i * BATCH, BATCH, writer);
                bodies[i] = writer.toByteArray();
            }
        }
    }

    /** Frees native memory. */
    @TearDown(Level.Trial)
    public void close() {
        if (voices != null) {
            voices.close();
        }
        if (rooms != null) {
            rooms.close();
        }
    }

    /** Every other exchange, time moves on by 600 ms, and the leader sings on; not measured. */
    @Setup(Level.Invocation)
    public void letTimePass() {
        if (turn == 0) {
            now += BATCH;
            round++;
            if (rooms != null) {
                rooms.tick(now);
            }
            exchange(0, "");
        }
    }

    /** One follower's exchange. */
    @Benchmark
    public Answer exchange() {
        Answer answer = exchange(1 + turn, "");
        turn = (turn + 1) % (SINGERS - 1);
        return answer;
    }

    private Answer exchange(int singer, String more) {
        if (exchanges == null) {
            throw new IllegalStateException("not open");
        }
        // Singer k listens 3 k + 3 seconds behind; his voice comes half a second after what he heard.
        long readClock = START + round * BATCH - 3 * SECOND * (singer + 1);
        long writeClock = readClock - SECOND / 2;
        String query = "userid=" + (singer + 1) + "&username=Singer&user_summary=1&n_samples=28800&read_clock="
                + readClock + "&write_clock=" + writeClock + more;
        byte[] body = bodies[(int) (round % BATCHES)];
        return exchanges.exchange(Query.parse(query), body, body.length);
    }
}
