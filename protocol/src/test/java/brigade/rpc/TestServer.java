package brigade.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A state server in this process: a poller on a thread of its own. */
final class TestServer implements AutoCloseable, RpcPollerEvents {
    final List<String> log = new CopyOnWriteArrayList<>();
    final ServerFile file;
    private static final int LOG_MAX = 1_000;

    private final RpcPoller poller;
    private final Thread thread;
    private final long sleepMaxNs;
    private volatile boolean stopped;
    private volatile boolean paused;

    TestServer(Path runDir, RpcHandler handler) throws IOException {
        this(runDir, handler, Futex.create(System::nanoTime));
    }

    TestServer(Path runDir, RpcHandler handler, Futex futex) throws IOException {
        this(runDir, handler, futex, 20_000_000);
    }

    /** @param sleepMaxNs longest sleep on the doorbell */
    TestServer(Path runDir, RpcHandler handler, Futex futex, long sleepMaxNs) throws IOException {
        this.sleepMaxNs = sleepMaxNs;
        file = ServerFile.takeOver(runDir, System::nanoTime, () -> System.currentTimeMillis() * 1_000_000L);
        poller = new RpcPoller(file, runDir, handler, this, System::nanoTime, futex);
        thread = Thread.ofPlatform().name("test-server").start(this::run);
    }

    private void run() {
        while (!stopped) {
            try {
                turn();
            } catch (InternalError e) {
                failed("a turn", e); // as the agent does: a fault in a mapped file may be told late
            }
        }
    }

    private void turn() {
        file.heartbeat(System.nanoTime());
        if (paused) {
            LockSupport.parkNanos(1_000_000);
        } else if (poller.poll() == 0) {
            poller.await(sleepMaxNs);
        }
    }

    /** While paused the server lives but answers nothing. */
    void pause(boolean pause) {
        paused = pause;
    }

    @Override
    public void answered(int status) {
        if (log.size() < LOG_MAX) {
            log.add("answered " + status);
        }
    }

    @Override
    public void handedBack() {
        log.add("again");
    }

    @Override
    public void attached(int shard) {
        log.add("attached " + shard);
    }

    @Override
    public void detached(int shard, String why) {
        log.add("detached " + shard + ": " + why);
    }

    @Override
    public void failed(String where, Throwable cause) {
        log.add("failed " + where + ": " + cause);
    }

    @Override
    public void close() {
        stopped = true;
        file.ring(Futex.create(System::nanoTime));
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        poller.close();
    }
}
