package brigade.stress.bench;

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
import org.openjdk.jmh.infra.Blackhole;

/**
 * One publisher, many subscribers with 50 us of work each: how long until the last one is through. The work is a count
 * of operations, not a time, so that two threads on one core take twice as long.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class FanOutBenchmark {
    private static final long WORK_NS = 50_000;

    /** With uneven work every tenth subscriber takes five times as long. */
    private static final int UNEVEN_EVERY = 10;

    private static final int UNEVEN_FACTOR = 5;

    @Param({"1", "2", "5", "10", "100", "250", "500"})
    int subscribers;

    @Param({"SERIAL", "CHUNKS", "VIRTUAL", "PULL", "PRODUCT"})
    FanOutVariant.Kind variant;

    @Param({"even"})
    String work;

    private FanOutVariant fanOut;

    /** One subscriber, served in turn, until told. */
    public FanOutBenchmark() {
        subscribers = 1;
        variant = FanOutVariant.Kind.SERIAL;
        work = "even";
        fanOut = FanOutVariant.NONE;
    }

    /** Finds out how much work 50 us are, and starts threads. */
    @Setup(Level.Trial)
    public void open() {
        long tokens = tokensOf(WORK_NS);
        Runnable[] all = new Runnable[subscribers];
        for (int i = 0; i < subscribers; i++) {
            boolean slow = work.equals("uneven") && i % UNEVEN_EVERY == 0;
            long each = slow ? tokens * UNEVEN_FACTOR : tokens;
            all[i] = () -> Blackhole.consumeCPU(each);
        }
        fanOut = FanOutVariant.open(variant, all);
    }

    /** The quickest of many tries: others on this core only make it slower. */
    private static long tokensOf(long ns) {
        long tokens = 10_000;
        long quickestNs = Long.MAX_VALUE;
        for (int i = 0; i < 5_000; i++) {
            long startNs = System.nanoTime();
            Blackhole.consumeCPU(tokens);
            quickestNs = Math.min(quickestNs, System.nanoTime() - startNs);
        }
        return tokens * ns / quickestNs;
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void close() {
        fanOut.close();
    }

    /** One message to all; over when all are through. */
    @Benchmark
    public void publish() throws InterruptedException {
        fanOut.publish();
    }
}
