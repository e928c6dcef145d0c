package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.ExchangeAnswer;
import brigade.robot.HttpTransport;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundleWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop of the old tester, stress.py, as exchange-v1 tells it: each worker posts for many users over one connection, as
 * fast as it is answered, from clocks 12 s ago, and never resets anything.
 */
@Tag("slow")
@Tag("patient")
class StressPyTest {
    private static final int WORKERS = 4;
    private static final int USERS = 5;
    private static final int REQUESTS = 90;
    private static final int BATCH = 28_800;

    /** The answers' statuses, the mean time, and the sound that came back. */
    private record Result(List<Integer> statuses, double meanMs, int samplesMin) {}

    @Test
    void everyRequestOfTheOldTesterIsAnswered(@TempDir Path data) throws Exception {
        try (TestStack stack = TestStack.start(data, 2, TestStack.UNREHEARSED);
                ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<Result>> running = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                int seed = 1_000 * (worker + 1);
                running.add(workers.submit(worker(stack.url().resolve("/api"), seed)));
            }
            for (Future<Result> each : running) {
                Result result = each.get();
                System.out.printf("est %.0f clients = 600 ms / %.1f ms%n", 600 / result.meanMs(), result.meanMs());
                assertThat(result.statuses()).hasSize(REQUESTS).containsOnly(200);
                assertThat(result.samplesMin()).isEqualTo(BATCH);
            }
        }
    }

    private static Callable<Result> worker(URI api, int seed) {
        return () -> {
            byte[] body = sound();
            List<Integer> statuses = new ArrayList<>();
            int samplesMin = Integer.MAX_VALUE;
            long beganNs = System.nanoTime();
            try (HttpTransport transport = new HttpTransport(api)) {
                long start = transport.serverClock();
                for (int i = 0; i < REQUESTS; i++) {
                    long read = start - 12 * 48_000 + (long) BATCH * (i / USERS);
                    ExchangeAnswer answer = transport.exchange(
                            "read_clock=" + read + "&write_clock=" + (read - 96_000) + "&username=stress&userid=" + seed
                                    + i % USERS,
                            body);
                    statuses.add(answer.status());
                    samplesMin = Math.min(samplesMin, answer.bundle().samples());
                }
            }
            return new Result(statuses, (System.nanoTime() - beganNs) / 1e6 / REQUESTS, samplesMin);
        };
    }

    private static byte[] sound() {
        try (BundleEncoder encoder =
                new BundleEncoder(OpusCodec.open(CodecChoice.AUTO).newEncoder())) {
            PacketBundleWriter packets = new PacketBundleWriter();
            encoder.encode(Choir.voice(Chirp.DOWN, 1), 0, BATCH, packets);
            return packets.toByteArray();
        }
    }
}
