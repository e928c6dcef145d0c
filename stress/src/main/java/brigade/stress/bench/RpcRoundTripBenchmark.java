package brigade.stress.bench;

import brigade.rpc.RunDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How long a call through shared memory takes, between real processes, with the waits of {@code brigade.rpc}. The
 * first three rows compare with "200 spins, then futex, no spin after a wake" of the project's facts, which measured a
 * bare word going to and fro: 32/60, 13/44 and 13/62 us on 2 cores. Not JMH: it measures one JVM, this takes two.
 */
public final class RpcRoundTripBenchmark {
    private static final long MS_NS = 1_000_000;

    private RpcRoundTripBenchmark() {}

    /**
     * Runs all rows, about three minutes because a call every millisecond takes long to get compiled, then
     * {@link RpcIdleBenchmark}, about two.
     *
     * @param args JMH's options, for the second part
     */
    public static void main(String[] args) throws Exception {
        rows();
        System.out.println();
        String[] options = Arrays.copyOf(args, args.length + 1);
        options[args.length] = RpcIdleBenchmark.class.getName().replace(".", "\\.");
        org.openjdk.jmh.Main.main(options);
    }

    private static void rows() throws Exception {
        System.out.printf("%d cores; microseconds%n", Runtime.getRuntime().availableProcessors());
        System.out.printf("%-52s %9s %9s %9s%n", "call", "median", "p99", "calls/s");
        row("busy", 1, 1, 200_000, 0, 0, RpcBenchShard.Callers.PLATFORM);
        row("1 ms gap", 1, 1, 20_000, MS_NS, 0, RpcBenchShard.Callers.PLATFORM);
        row("3 pairs", 3, 1, 60_000, 0, 0, RpcBenchShard.Callers.PLATFORM);
        row("3 shards, one server", 1, 3, 60_000, 0, 0, RpcBenchShard.Callers.PLATFORM);
        row("1 ms gap, 28,800 samples each way", 1, 1, 20_000, MS_NS, 28_800, RpcBenchShard.Callers.PLATFORM);
        row("busy, a virtual thread", 1, 1, 200_000, 0, 0, RpcBenchShard.Callers.VIRTUAL);
        row("1 ms gap, a virtual thread", 1, 1, 20_000, MS_NS, 0, RpcBenchShard.Callers.VIRTUAL);
        row("16 platform threads that work 0.2 ms a call", 1, 1, 1_500, 0, 0, RpcBenchShard.Callers.PLATFORM_16);
        row("16 virtual threads, pinned while waiting (ours)", 1, 1, 1_500, 0, 0, RpcBenchShard.Callers.VIRTUAL_16);
        row(
                "16 virtual threads, one thread calls (rejected)",
                1,
                1,
                1_500,
                0,
                0,
                RpcBenchShard.Callers.VIRTUAL_16_ONE_CALLER);
    }

    private static void row(
            String name, int servers, int shards, int calls, long gapNs, int samples, RpcBenchShard.Callers callers)
            throws Exception {
        List<Process> serverProcesses = new ArrayList<>();
        List<Process> shardProcesses = new ArrayList<>();
        List<Path> runDirs = new ArrayList<>();
        try {
            for (int server = 0; server < servers; server++) {
                Path runDir = RunDir.usual("bench-" + ProcessHandle.current().pid() + "-" + server);
                runDirs.add(runDir);
                serverProcesses.add(start(RpcBenchServer.class, runDir));
                for (int shard = 1; shard <= shards; shard++) {
                    shardProcesses.add(start(RpcBenchShard.class, runDir, shard, calls, gapNs, samples, callers));
                }
            }
            double[][] results = new double[shardProcesses.size()][];
            for (int i = 0; i < results.length; i++) {
                results[i] = result(shardProcesses.get(i));
            }
            System.out.printf(
                    "%-52s %9.1f %9.1f %9.0f%n",
                    name, middle(results, 0) / 1e3, middle(results, 1) / 1e3, middle(results, 2));
        } finally {
            Stream.concat(shardProcesses.stream(), serverProcesses.stream())
                    .forEach(process -> process.destroyForcibly().onExit().join());
            for (Path runDir : runDirs) {
                delete(runDir);
            }
        }
    }

    private static double[] result(Process shard) throws IOException {
        String line = shard.inputReader().readLine();
        if (line == null) {
            throw new IOException("a shard ended without a result");
        }
        return Stream.of(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    /** The middle one of the processes' values. */
    private static double middle(double[][] results, int column) {
        return IntStream.range(0, results.length)
                .mapToDouble(i -> results[i][column])
                .sorted()
                .skip(results.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Process start(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Ends this process when its parent closed our input or is gone. */
    static void exitWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        System.exit(0);
    }

    private static void delete(Path runDir) throws IOException {
        try (Stream<Path> files = Files.list(runDir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(runDir);
    }
}
