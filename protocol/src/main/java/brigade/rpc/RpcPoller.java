package brigade.rpc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The state server's side of all buffers: finds them, answers them fairly (each at most once a round, the first one
 * changing from round to round), drops those whose shard is gone. Owned by the agent; one thread calls everything.
 *
 * <p>Duty cycle: {@link #poll} never blocks; when it did nothing, {@link #await} sleeps on the doorbell.
 */
public final class RpcPoller implements AutoCloseable {
    /** A shard whose heartbeat is older is gone; it beats once a second. */
    static final long SHARD_STALE_NS = 10_000_000_000L;

    /** How often the agent looks at heartbeats, and lets the directory be looked through for deleted files. */
    static final long CHECK_INTERVAL_NS = 5_000_000_000L;

    private final ServerFile server;
    private final RpcHandler handler;
    private final RpcPollerEvents events;
    private final LongSupplier nanoTime;
    private final Futex futex;
    private final long generation;
    private final ShardFiles files;
    private final ServerCall call = new ServerCall();
    private final List<RpcSession> sessions = new ArrayList<>();
    private final List<RpcSession> lost = new ArrayList<>();
    private int first;
    private int doorbellSeen;
    private int attachCounterSeen;
    private long nextCheckNs;
    private boolean woke;

    /**
     * Finds its shards in the first round.
     *
     * @param server the server's file, just taken over
     * @param runDir where the shards' files appear
     * @param handler answers the calls
     * @param nanoTime the monotonic clock
     */
    public RpcPoller(
            ServerFile server, Path runDir, RpcHandler handler, RpcPollerEvents events, LongSupplier nanoTime) {
        this(server, runDir, handler, events, nanoTime, Futex.create(nanoTime));
    }

    RpcPoller(
            ServerFile server,
            Path runDir,
            RpcHandler handler,
            RpcPollerEvents events,
            LongSupplier nanoTime,
            Futex futex) {
        this.server = server;
        this.handler = handler;
        this.events = events;
        this.nanoTime = nanoTime;
        this.futex = futex;
        generation = server.generation();
        files = new ShardFiles(runDir, nanoTime, () -> server.ring(futex));
        nextCheckNs = nanoTime.getAsLong();
    }

    /** Whether the shard of {@code buffer} beat lately; a heartbeat from another boot's clock counts as none. */
    static boolean isAlive(RpcBuffer buffer, long nowNs) {
        return Math.abs(nowNs - buffer.shardHeartbeat()) <= SHARD_STALE_NS;
    }

    /** Shards served now. */
    public int attachedCount() {
        return sessions.size();
    }

    /** Takes one turn of each buffer that waits for one. Never blocks. Returns how many turns it took. */
    public int poll() {
        try {
            return pollOnce();
        } catch (InternalError e) {
            return fileFault();
        }
    }

    /**
     * Somebody cut a mapped file short under our feet. The JVM tells of it by an error that compiled code may throw
     * long after the access, anywhere in this thread: it does not say which file. The scan finds that out.
     */
    private int fileFault() {
        files.askToScan();
        return 0;
    }

    private int pollOnce() {
        doorbellSeen = server.doorbell();
        woke = false;
        lookForFiles();
        int taken = 0;
        int count = sessions.size();
        first = count == 0 ? 0 : (first + 1) % count;
        for (int i = 0; i < count; i++) {
            taken += serve(sessions.get((first + i) % count));
        }
        if (!lost.isEmpty()) {
            lost.forEach(session -> detach(session, "its file was cut short"));
            lost.clear();
        }
        return taken;
    }

    private int serve(RpcSession session) {
        try {
            RpcSession.Turn turn = session.serve(generation, call, handler, events, futex);
            woke |= turn == RpcSession.Turn.SERVED_AND_WOKE;
            return turn == RpcSession.Turn.NONE ? 0 : 1;
        } catch (InternalError e) {
            // How the JVM tells of memory that is not there: somebody cut the file short under our feet.
            lost.add(session);
            return 0;
        } catch (RuntimeException e) {
            events.failed("serving shard " + session.shard(), e);
            session.giveUp(call, futex);
            return 1;
        }
    }

    /**
     * Sleeps until a shard rings, or for {@code timeoutNs}; may return early. Spins a little first, unless the latest
     * round woke a shard that needs the core.
     */
    public void await(long timeoutNs) {
        if (!woke) {
            for (int i = 0; i < RpcClient.SPINS; i++) {
                if (server.doorbell() != doorbellSeen) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        server.serverSleeps(true);
        try {
            if (server.doorbell() == doorbellSeen) {
                server.sleepOnDoorbell(futex, doorbellSeen, timeoutNs);
            }
        } catch (InternalError e) {
            fileFault();
        } finally {
            server.serverSleeps(false);
        }
    }

    private static boolean isAlive(RpcSession session, long nowNs) {
        try {
            return isAlive(session.buffer(), nowNs);
        } catch (InternalError e) {
            return false;
        }
    }

    private void lookForFiles() {
        int attachCounter = server.attachCounter();
        long nowNs = nanoTime.getAsLong();
        boolean check = nowNs - nextCheckNs >= 0;
        if (check || attachCounter != attachCounterSeen) {
            attachCounterSeen = attachCounter;
            files.askToScan();
        }
        if (check) {
            nextCheckNs = nowNs + CHECK_INTERVAL_NS;
            for (int i = sessions.size() - 1; i >= 0; i--) {
                RpcSession session = sessions.get(i);
                if (!isAlive(session, nowNs)) {
                    detach(session, "its heartbeat stopped");
                }
            }
        }
        for (ShardFiles.Finding finding = files.poll(); finding != null; finding = files.poll()) {
            switch (finding) {
                case ShardFiles.Finding.Found(RpcSession session) -> {
                    session.buffer().polledBy(generation);
                    sessions.add(session);
                    events.attached(session.shard());
                }
                case ShardFiles.Finding.Gone(RpcSession session, String why) -> detach(session, why);
                case ShardFiles.Finding.Refused(Path file, Exception why) ->
                    events.failed("attaching " + file.getFileName(), why);
            }
        }
    }

    private void detach(RpcSession session, String why) {
        // Found gone twice (stopped beating, then deleted) is detached once.
        if (sessions.remove(session)) {
            try {
                // A shard that only slept long sees this and asks to be attached again.
                session.buffer().polledBy(0);
            } catch (InternalError e) {
                // Cut short: nobody reads it any more.
            }
            files.release(session);
            events.detached(session.shard(), why);
        }
    }

    /** Stops serving; the shards' calls wait for the next server. */
    @Override
    public void close() {
        sessions.clear();
        files.close();
    }
}
