package brigade.stress.bench;

import brigade.rpc.IdlePair;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * A bare round trip of the RPC buffer by each way of waiting: without a pause, and 1 ms after the last. With {@code -t 3}
 * three pairs share the cores, which is where spinning alone breaks down. {@link RpcRoundTripBenchmark} has whole calls
 * between processes, by the way that was chosen.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class RpcIdleBenchmark {
    @Param({"BUSY_SPIN", "SPIN_THEN_PARK", "FUTEX", "SPIN_THEN_FUTEX"})
    IdlePair.Idle idle;

    @Param({"0", "1000"})
    int pauseUs;

    private @Nullable IdlePair pair;

    /** The product's way until told. */
    public RpcIdleBenchmark() {
        idle = IdlePair.Idle.SPIN_THEN_FUTEX;
    }

    /** A pair for each caller. */
    @Setup(Level.Trial)
    public void open() {
        pair = new IdlePair(idle);
    }

    /** Not measured. */
    @Setup(Level.Invocation)
    public void pause() {
        if (pauseUs > 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauseUs));
        }
    }

    /** Ends the server's thread. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        if (pair != null) {
            pair.close();
        }
    }

    /** To the server and back. */
    @Benchmark
    public void roundTrip() {
        if (pair != null) {
            pair.call();
        }
    }
}
