package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.TURN_SERVER;
import static brigade.rpc.RpcBufferLayout.TURN_SHARD;

import brigade.audio.AnchoredSampleClock;
import brigade.audio.SampleClock;
import brigade.wire.WireLimits;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A shard's way to ask the state server: one blocking call at a time through the shard's own buffer; callers queue
 * fairly. Any thread, virtual ones too.
 *
 * <p>Waiting: 200 spins (none when the server had to be woken: it needs the core), then futex. A virtual thread in a
 * futex keeps its carrier, and a 2-core machine has two: that is taken for the first {@link #PIN_MAX_NS}, since a call
 * takes tens of microseconds and only one caller per client waits there, the others in the lock. After that a virtual
 * thread parks in steps. A thread of its own per client was measured against it (RpcRoundTripBenchmark, 16 callers on
 * 2 cores): as many calls a second within the noise, a 99th percentile twice as long, and one more thread to look after.
 *
 * <p>After a time-out the buffer is still the server's: it is quarantined, and calls fail at once, until the server
 * hands it back. A server that was restarted hands back what its predecessor left, to be sent again.
 */
public final class RpcClient implements AutoCloseable {
    /** Time-out of a call unless told, waiting for other callers included. */
    public static final long DEFAULT_TIMEOUT_NS = 2_000_000_000L;

    /** A server whose heartbeat is older is away: calls fail at once. Longer than a supervised restart takes. */
    static final long SERVER_STALE_NS = 5_000_000_000L;

    static final int SPINS = 200;

    /** Longest a waiting virtual thread keeps its carrier. */
    static final long PIN_MAX_NS = 10_000_000;

    private static final long HEARTBEAT_INTERVAL_NS = 1_000_000_000L;

    private final int shard;
    private final long timeoutNs;
    private final LongSupplier nanoTime;
    private final Path shardFile;
    private final RpcBuffer buffer;
    private final RpcTransfer transfer;
    private final ServerLink link;
    private final Futex futex;
    private final Futex parking;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final RpcTrace trace = new RpcTrace();
    private final Thread heart;
    private long signalNs;
    private volatile boolean closed;
    private volatile @Nullable String loss;

    private RpcClient(Path runDir, int shard, LongSupplier nanoTime, long timeoutNs, Futex futex) throws IOException {
        this.shard = shard;
        this.timeoutNs = timeoutNs;
        this.nanoTime = nanoTime;
        this.futex = futex;
        this.parking = new ParkingFutex(nanoTime);
        Files.createDirectories(runDir);
        shardFile = RunDir.shardFile(runDir, shard);
        long nowNs = nanoTime.getAsLong();
        int pid = (int) ProcessHandle.current().pid();
        // The monotonic clock as generation: no two instances of a shard start in the same nanosecond of one boot.
        // The collector unmaps the file: late calls and the heartbeat may still look at it.
        buffer = new RpcBuffer(NewFile.create(
                shardFile,
                RpcBufferLayout.FILE_BYTES,
                Arena.ofAuto(),
                fresh -> RpcBuffer.format(fresh, shard, nowNs, pid, nowNs)));
        transfer = new RpcTransfer(buffer);
        link = new ServerLink(runDir, shardFile, buffer, nanoTime, futex);
        heart = Thread.ofPlatform().daemon().name("rpc-heartbeat-" + shard).unstarted(this::keepBeating);
    }

    /** As the other {@code open}, with the usual time-out. */
    public static RpcClient open(Path runDir, int shard, LongSupplier nanoTime) throws IOException {
        return open(runDir, shard, nanoTime, DEFAULT_TIMEOUT_NS);
    }

    /**
     * Creates the buffer of shard {@code shard}, in place of an older instance's, and starts its heartbeat. The state
     * server need not run yet.
     *
     * @param runDir the run directory; made when missing
     * @param shard number of the shard, 1..99
     * @param nanoTime the monotonic clock ({@code System::nanoTime})
     * @param timeoutNs longest a call takes
     * @throws IOException when the file cannot be made, also for want of shared memory
     */
    public static RpcClient open(Path runDir, int shard, LongSupplier nanoTime, long timeoutNs) throws IOException {
        return open(runDir, shard, nanoTime, timeoutNs, Futex.create(nanoTime));
    }

    static RpcClient open(Path runDir, int shard, LongSupplier nanoTime, long timeoutNs, Futex futex)
            throws IOException {
        if (shard < 1 || shard > 99) {
            throw new IllegalArgumentException("shard must be 1..99, not " + shard);
        }
        RpcClient client = new RpcClient(runDir, shard, nanoTime, timeoutNs, futex);
        client.link.beat();
        client.heart.start();
        return client;
    }

    /** Number of the shard. */
    public int shard() {
        return shard;
    }

    /** When the latest calls were signalled, taken and answered. */
    public RpcTrace trace() {
        return trace;
    }

    /**
     * The clock of the state server as this process sees it. Reading it before a state server was ever seen throws
     * {@link RpcUnavailableException}.
     */
    public SampleClock clock() {
        return () -> new AnchoredSampleClock(serverFile().anchor(), nanoTime).nowSamples();
    }

    /**
     * Asks the state server and waits for its answer.
     *
     * @param json the request's JSON, UTF-8
     * @param jsonBytes how much of it, at most {@link WireLimits#RPC_JSON_MAX_BYTES}
     * @param pcm the request's data
     * @param samples how much of it; times four at most {@link WireLimits#RPC_DATA_MAX_BYTES}
     * @param reuse takes the answer; its content is undefined when this throws
     * @return {@code reuse}
     * @throws RpcTimeoutException when no answer came in time; the call may or may not have been executed
     * @throws RpcUnavailableException when the server is away or the buffer is quarantined; nothing was executed
     */
    public RpcReply call(byte[] json, int jsonBytes, float[] pcm, int samples, RpcReply reuse) {
        if (jsonBytes < 0 || jsonBytes > json.length || jsonBytes > WireLimits.RPC_JSON_MAX_BYTES) {
            throw new IllegalArgumentException("JSON of " + jsonBytes + " bytes");
        }
        if (samples < 0 || samples > pcm.length || samples > WireLimits.RPC_DATA_MAX_BYTES / Float.BYTES) {
            throw new IllegalArgumentException("data of " + samples + " samples");
        }
        long deadlineNs = nanoTime.getAsLong() + timeoutNs;
        lockUntil(deadlineNs);
        try {
            ServerFile server = livingServer();
            leaveQuarantine(server, deadlineNs);
            long generation = server.generation();
            signalNs = 0;
            while (!transfer.call(() -> takeTurn(deadlineNs), generation, json, jsonBytes, pcm, samples, reuse)) {
                // Another server than the one we addressed; it wrote its generation, and its file may be a new one.
                link.refresh();
                generation = transfer.generation();
            }
            trace.add(signalNs, buffer.awakeNs(), nanoTime.getAsLong());
            return reuse;
        } finally {
            lock.unlock();
        }
    }

    private void lockUntil(long deadlineNs) {
        try {
            if (!lock.tryLock(deadlineNs - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
                throw new RpcTimeoutException("too many calls wait for the state server");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcUnavailableException("interrupted while waiting for the state server");
        }
    }

    private ServerFile livingServer() {
        if (closed) {
            throw new RpcUnavailableException("this shard is stopping");
        }
        String lossSeen = loss;
        if (lossSeen != null) {
            throw new RpcUnavailableException(lossSeen);
        }
        ServerFile server = serverFile();
        if (isStale(server)) {
            link.refresh();
            server = serverFile();
            if (isStale(server)) {
                throw new RpcUnavailableException("the state server is away");
            }
        }
        return server;
    }

    private boolean isStale(ServerFile server) {
        return Math.abs(nanoTime.getAsLong() - server.heartbeat()) > SERVER_STALE_NS;
    }

    private ServerFile serverFile() {
        ServerFile server = link.server();
        if (server == null) {
            link.refresh();
            server = link.server();
            if (server == null) {
                throw new RpcUnavailableException("no state server yet");
            }
        }
        return server;
    }

    /**
     * Returns when the buffer is ours. One that a timed-out call left with a server that still runs fails at once; a new
     * server hands it back as soon as it finds it.
     */
    private void leaveQuarantine(ServerFile server, long deadlineNs) {
        if (buffer.observeTurn() == TURN_SHARD) {
            return;
        }
        if (transfer.generation() == server.generation()) {
            throw new RpcUnavailableException("the state server has not answered call " + transfer.callNumber());
        }
        server.askToAttach();
        takeTurnBack(server.ring(futex), deadlineNs);
    }

    private void takeTurn(long deadlineNs) {
        long nowNs = nanoTime.getAsLong();
        if (nowNs >= deadlineNs) {
            throw new RpcTimeoutException("the state server did not answer in time");
        }
        signalNs = signalNs == 0 ? nowNs : signalNs;
        buffer.handOver(TURN_SERVER);
        takeTurnBack(serverFile().ring(futex), deadlineNs);
    }

    private void takeTurnBack(boolean woke, long deadlineNs) {
        if (!woke) {
            for (int i = 0; i < SPINS; i++) {
                if (buffer.observeTurn() == TURN_SHARD) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        boolean virtual = Thread.currentThread().isVirtual();
        buffer.shardSleeps(true);
        try {
            long startNs = nanoTime.getAsLong();
            long nowNs = startNs;
            while (buffer.observeTurn() == TURN_SERVER) {
                if (nowNs >= deadlineNs) {
                    throw new RpcTimeoutException("the state server did not answer in time");
                }
                if (!virtual) {
                    buffer.sleepOnTurn(futex, deadlineNs - nowNs);
                } else if (nowNs - startNs < PIN_MAX_NS) {
                    buffer.sleepOnTurn(futex, Math.min(deadlineNs - nowNs, PIN_MAX_NS));
                } else {
                    buffer.sleepOnTurn(parking, deadlineNs - nowNs);
                }
                nowNs = nanoTime.getAsLong();
            }
        } finally {
            buffer.shardSleeps(false);
        }
    }

    private void keepBeating() {
        while (!closed) {
            LockSupport.parkNanos(HEARTBEAT_INTERVAL_NS);
            loss = link.lossOfBuffer();
            if (loss == null) {
                link.beat();
            }
        }
    }

    /** Stops the heartbeat and removes the file, so that the server forgets this shard. Waits for a running call. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(heart);
        lock.lock();
        try {
            if (link.lossOfBuffer() == null) {
                Files.deleteIfExists(shardFile);
            }
            ServerFile server = link.server();
            if (server != null) {
                server.askToAttach();
                server.ring(futex);
            }
        } catch (IOException e) {
            // It stays behind; its heartbeat gets old and the server drops it.
        } finally {
            lock.unlock();
        }
    }
}
