package brigade.stress.bench;

import brigade.rpc.RpcClient;
import brigade.rpc.RpcReply;
import brigade.rpc.RpcUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A shard that asks as fast as told; its own process. Prints one line: {@code median p99 callsPerSecond}, the first
 * two in nanoseconds.
 */
final class RpcBenchShard {
    private static final byte[] JSON = "{\"call\":\"status\"}".getBytes(StandardCharsets.UTF_8);

    /** Who calls. */
    enum Callers {
        /** One platform thread. */
        PLATFORM,
        /** One virtual thread: its carrier is pinned while it waits. */
        VIRTUAL,
        /** 16 virtual threads that work 0.2 ms between calls and wait in the call themselves: what we chose. */
        VIRTUAL_16,
        /** The same with platform threads. */
        PLATFORM_16,
        /** The same with virtual threads that give the call to one platform thread: the design we rejected. */
        VIRTUAL_16_ONE_CALLER
    }

    private static final int CROWD = 16;
    private static final long CROWD_WORK_NS = 200_000;

    private final RpcClient client;
    private final int calls;
    private final long gapNs;
    private final int samples;

    private RpcBenchShard(RpcClient client, int calls, long gapNs, int samples) {
        this.client = client;
        this.calls = calls;
        this.gapNs = gapNs;
        this.samples = samples;
    }

    /** Arguments: run directory, shard, calls, gap in ns, samples each way, callers. */
    public static void main(String[] args) throws Exception {
        try (RpcClient client = RpcClient.open(Path.of(args[0]), Integer.parseInt(args[1]), System::nanoTime)) {
            RpcBenchShard shard = new RpcBenchShard(
                    client, Integer.parseInt(args[2]), Long.parseLong(args[3]), Integer.parseInt(args[4]));
            shard.awaitServer();
            shard.run(Callers.valueOf(args[5]));
        }
    }

    private void awaitServer() {
        while (true) {
            try {
                client.call(JSON, JSON.length, new float[0], 0, new RpcReply());
                return;
            } catch (RpcUnavailableException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private void run(Callers callers) throws Exception {
        // The first quarter warms up and is thrown away.
        switch (callers) {
            case PLATFORM -> report(new long[][] {loop()}, 0);
            case VIRTUAL -> {
                try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
                    report(new long[][] {one.submit(this::loop).get()}, 0);
                }
            }
            case VIRTUAL_16 -> crowd(Executors.newVirtualThreadPerTaskExecutor(), this::call);
            case PLATFORM_16 -> crowd(Executors.newFixedThreadPool(CROWD), this::call);
            case VIRTUAL_16_ONE_CALLER -> {
                try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
                    crowd(
                            Executors.newVirtualThreadPerTaskExecutor(),
                            (pcm, reply) ->
                                    caller.submit(() -> call(pcm, reply)).get());
                }
            }
        }
    }

    private interface Call {
        void run(float[] pcm, RpcReply reply) throws Exception;
    }

    private void call(float[] pcm, RpcReply reply) {
        client.call(JSON, JSON.length, pcm, samples, reply);
    }

    private long[] loop() {
        float[] pcm = new float[samples];
        RpcReply reply = new RpcReply();
        int warmUp = calls / 4;
        long[] tookNs = new long[calls];
        for (int i = -warmUp; i < calls; i++) {
            if (gapNs > 0) {
                LockSupport.parkNanos(gapNs);
            }
            long startNs = System.nanoTime();
            call(pcm, reply);
            if (i >= 0) {
                tookNs[i] = System.nanoTime() - startNs;
            }
        }
        return tookNs;
    }

    private void crowd(ExecutorService threads, Call call) throws Exception {
        try (threads) {
            crowdRound(threads, call, calls / 4);
            long startNs = System.nanoTime();
            long[][] tookNs = crowdRound(threads, call, calls);
            report(tookNs, System.nanoTime() - startNs);
        }
    }

    private long[][] crowdRound(ExecutorService threads, Call call, int rounds) {
        return Stream.generate(() -> threads.submit(() -> {
                    float[] pcm = new float[samples];
                    RpcReply reply = new RpcReply();
                    long[] tookNs = new long[rounds];
                    for (int i = 0; i < rounds; i++) {
                        long workUntilNs = System.nanoTime() + CROWD_WORK_NS;
                        while (System.nanoTime() < workUntilNs) {
                            Thread.onSpinWait();
                        }
                        long startNs = System.nanoTime();
                        call.run(pcm, reply);
                        tookNs[i] = System.nanoTime() - startNs;
                    }
                    return tookNs;
                }))
                .limit(CROWD)
                .toList()
                .stream()
                .map(RpcBenchShard::result)
                .toArray(long[][]::new);
    }

    private static long[] result(Future<long[]> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void report(long[][] tookNs, long wallNs) {
        long[] all =
                Arrays.stream(tookNs).flatMapToLong(Arrays::stream).sorted().toArray();
        double perSecond = wallNs == 0 ? 0 : all.length * 1e9 / wallNs;
        System.out.printf("%d %d %.0f%n", all[all.length / 2], all[(int) (all.length * 0.99)], perSecond);
    }
}
