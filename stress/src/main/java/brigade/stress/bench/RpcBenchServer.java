package brigade.stress.bench;

import brigade.rpc.RpcPoller;
import brigade.rpc.RpcPollerEvents;
import brigade.rpc.ServerFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A state server that does nothing but send back what it gets; its own process. Ends when its input ends. */
final class RpcBenchServer {
    private static final long SLEEP_MAX_NS = 250_000_000L;

    private RpcBenchServer() {}

    /** Argument: the run directory. */
    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().start(RpcRoundTripBenchmark::exitWithParent);
        Path runDir = Path.of(args[0]);
        ServerFile file = ServerFile.takeOver(
                runDir, System::nanoTime, () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        try (RpcPoller poller = new RpcPoller(
                file,
                runDir,
                call -> {
                    long bytes = call.requestDataBytes();
                    MemorySegment data = call.requestData();
                    MemorySegment.copy(data, 0, call.replyData(bytes), 0, bytes);
                },
                new RpcPollerEvents() {},
                System::nanoTime)) {
            while (true) {
                file.heartbeat(System.nanoTime());
                if (poller.poll() == 0) {
                    poller.await(SLEEP_MAX_NS);
                }
            }
        }
    }
}
