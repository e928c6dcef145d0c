package brigade.shard.stream;

import brigade.audio.AudioFormat;
import brigade.thread.AudioThreads;
import brigade.thread.Urgency;
import brigade.wire.stream.StreamLimits;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shard's tick thread: wakes at each frame boundary of the server's clock while a room sounds, five times a second
 * otherwise, at once for control input, and every 2 s while nobody is here. Survives a bad turn.
 */
final class TickThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TickThread.class);

    /** Turns while nothing sounds, and tries while the state server is away. */
    private static final long QUIET_NS = 200_000_000L;

    /** Turns while nobody is here: so the state server knows where to send people. */
    private static final long ALONE_NS = 2_000_000_000L;

    /** A turn for control input comes this long after the one before: what comes together is told together. */
    private static final long ASKED_NS = 4_000_000L;

    /** How often rooms are tidied. */
    private static final long TIDY_NS = 5_000_000_000L;

    /** How often peers are looked at. */
    private static final long LOOK_NS = 100_000_000L;

    private static final long HELLO_TIMEOUT_NS = 10_000_000_000L;

    /** A peer that was said goodbye to and does not close is cut off. */
    private static final long BYE_PATIENCE_NS = 2_000_000_000L;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    private final Tick tick;
    private final MixOutput output;
    private final RoomsHere rooms;
    private final Collection<Connection> connections;
    private final StreamMetrics metrics;
    private final TickTrace trace;
    private final LongSupplier nanoTime;
    private final LongSupplier serverClock;
    private final Thread thread;
    private volatile boolean wanted;
    private volatile boolean closed;

    private long lastTurnNs;
    private long lastTidyNs;
    private long lastLookNs;
    private long nextBoundary;
    private int streamsEncoded;
    private boolean onFrame;
    private final Runnable flush = this::flush;

    TickThread(
            Tick tick,
            MixOutput output,
            RoomsHere rooms,
            Collection<Connection> connections,
            StreamMetrics metrics,
            TickTrace trace,
            LongSupplier nanoTime,
            LongSupplier serverClock,
            AudioThreads threads) {
        this.tick = tick;
        this.output = output;
        this.rooms = rooms;
        this.connections = connections;
        this.metrics = metrics;
        this.trace = trace;
        this.nanoTime = nanoTime;
        this.serverClock = serverClock;
        thread = threads.unstarted("shard-tick", Urgency.TICK, this::run);
    }

    void start() {
        lastTurnNs = nanoTime.getAsLong() - QUIET_NS;
        lastTidyNs = lastTurnNs;
        lastLookNs = lastTurnNs;
        thread.start();
    }

    /** Has it come at once; any thread. */
    void wake() {
        wanted = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            try {
                turnWhenDue();
            } catch (RuntimeException e) {
                LOG.error("a tick went wrong", e);
                LockSupport.parkNanos(this, QUIET_NS);
            }
        }
    }

    private void turnWhenDue() {
        long nowNs = nanoTime.getAsLong();
        boolean nobody = connections.isEmpty();
        long waitNs = lastTurnNs + (nobody && !tick.isAway() ? ALONE_NS : QUIET_NS) - nowNs;
        boolean sounding = tick.isSounding() && !nobody;
        long clock = 0;
        if (sounding) {
            clock = serverClock.getAsLong();
            waitNs = samplesToNs(nextBoundary - clock);
        }
        if (wanted && !tick.isAway()) {
            waitNs = Math.min(waitNs, lastTurnNs + ASKED_NS - nowNs);
        }
        if (waitNs > 0) {
            LockSupport.parkNanos(this, waitNs);
            return;
        }
        wanted = false;
        boolean boundary = sounding && clock >= nextBoundary;
        turn(boundary ? nowNs - samplesToNs(clock - nextBoundary) : nowNs, boundary);
        if (boundary && clock >= nextBoundary + FRAME) {
            metrics.overruns.increment();
        }
        if (tick.isSounding()) {
            // A turn in between, for control input, leaves the boundary where it is.
            long after = Math.floorDiv(boundary ? clock : serverClock.getAsLong(), FRAME) * FRAME + FRAME;
            nextBoundary = boundary || nextBoundary < after - FRAME ? after : Math.min(after, nextBoundary);
        }
    }

    private void turn(long signalNs, boolean boundary) {
        long awakeNs = nanoTime.getAsLong();
        lastTurnNs = awakeNs;
        streamsEncoded = 0;
        onFrame = boundary;
        tick.exchange(flush);
        long answeredNs = nanoTime.getAsLong();
        if (!tick.isAway()) {
            flush.run();
        }
        if (tick.hasLeftVoices()) {
            wanted = true; // what goes out went out: there is time for them now
        }
        long finishNs = nanoTime.getAsLong();
        if (boundary) {
            trace.add(signalNs, awakeNs, answeredNs, finishNs, streamsEncoded, tick.hasLeftVoices());
            metrics.tick.record(Math.max(0, finishNs - signalNs), TimeUnit.NANOSECONDS);
        }
        if (finishNs - lastLookNs >= LOOK_NS) {
            look(finishNs);
        }
    }

    private void flush() {
        streamsEncoded += output.flush(tick.now(), onFrame);
    }

    /** Looks after peers that do not follow, and rooms that are over. */
    private void look(long nowNs) {
        if (nowNs - lastTidyNs >= TIDY_NS && !tick.isAway()) {
            rooms.tidy(tick.now());
            lastTidyNs = nowNs;
        }
        lastLookNs = nowNs;
        for (Connection connection : connections) {
            SocketOut out = connection.out;
            if (out == null) {
                continue;
            }
            metrics.droppedSends.increment((double) out.takeDropped());
            if (out.isClosing()) {
                if (nowNs - connection.closingSinceNs(nowNs) >= BYE_PATIENCE_NS) {
                    out.disconnect();
                }
            } else if (out.isSlow(nowNs)) {
                metrics.slowPeers.increment();
                out.bye("slow", 1_000);
            } else if (!connection.saidHello && nowNs - connection.openedNs >= HELLO_TIMEOUT_NS) {
                out.bye("protocol", 4_000);
            }
        }
    }

    private static long samplesToNs(long samples) {
        // Rounded up: a park that ends before the boundary would be one too many.
        return Math.ceilDiv(samples * NS_PER_SECOND, AudioFormat.SAMPLE_RATE_HZ);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
