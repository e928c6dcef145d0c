package brigade.launcher;

import brigade.rpc.RpcPoller;
import brigade.rpc.RpcPollerEvents;
import brigade.rpc.ServerFile;
import brigade.state.room.Rooms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A state server whose rooms live in one moment, while calls come through real shared memory: thousands can join
 * before anybody counts as gone, however slow the machine.
 */
final class FrozenHouse implements AutoCloseable {
    /** The moment, in samples. */
    static final long NOW = 85_708_800_000_000L;

    private static final long AWAIT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Rooms rooms;
    private final ServerFile file;
    private final RpcPoller poller;
    private final Thread agent;
    private volatile boolean stopped;

    FrozenHouse(Path runDir, int maxUsers) throws IOException {
        Files.createDirectories(runDir);
        rooms = Rooms.builder()
                .clock(() -> NOW)
                .random(new Random(1))
                .maxUsers(maxUsers)
                .build();
        file = ServerFile.takeOver(
                runDir, System::nanoTime, () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        poller = new RpcPoller(file, runDir, rooms, new RpcPollerEvents() {}, System::nanoTime);
        agent = Thread.ofPlatform().name("frozen-house").start(this::run);
    }

    private void run() {
        while (!stopped) {
            file.heartbeat(System.nanoTime());
            if (poller.poll() == 0) {
                poller.await(AWAIT_NS);
            }
        }
        poller.close();
        rooms.close();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            agent.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
