package brigade.stress.bench;

import brigade.shard.codec.CodecChoice;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * {@link OuterExchangeBenchmark} by CPU time, for machines that are never quiet: wall time there tells more of the
 * neighbours than of the exchange.
 *
 * <p>Run: {@code java -cp 'stress/target/lib/*:stress/target/classes' brigade.stress.bench.OuterExchangeCost}
 */
public final class OuterExchangeCost {
    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 3_000;

    private OuterExchangeCost() {}

    /** Prints a line for each codec. */
    public static void main(String[] arguments) {
        System.out.println("CPU ms for one exchange of 600 ms each way, song on; promised: LIBOPUS 3.0, CONCENTUS 4.5");
        for (CodecChoice codec : new CodecChoice[] {CodecChoice.LIBOPUS, CodecChoice.CONCENTUS}) {
            OuterExchangeBenchmark benchmark = new OuterExchangeBenchmark();
            benchmark.codec = codec;
            benchmark.open();
            long[] ns = new long[MEASURED];
            for (int i = -WARM_UP; i < MEASURED; i++) {
                benchmark.letTimePass();
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                benchmark.exchange();
                long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
                ns[Math.max(i, 0)] = took;
            }
            benchmark.close();
            Arrays.sort(ns);
            System.out.printf(
                    Locale.ROOT,
                    "%-9s  mean %.2f  p10 %.2f  median %.2f  p99 %.2f%n",
                    codec,
                    Arrays.stream(ns).average().orElseThrow() / 1e6,
                    ns[MEASURED / 10] / 1e6,
                    ns[MEASURED / 2] / 1e6,
                    ns[MEASURED * 99 / 100] / 1e6);
        }
    }
}
