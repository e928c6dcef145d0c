package brigade.state;

import brigade.audio.SampleClock;
import brigade.rpc.DistinctErrors;
import brigade.rpc.RpcPoller;
import brigade.rpc.RpcPollerEvents;
import brigade.rpc.ServerFile;
import brigade.thread.AudioThreads;
import brigade.thread.Urgency;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns everything. A turn: answer the shards that wait, let time pass in the rooms, beat; when
 * there was nothing to do, sleep on the doorbell. It survives bad turns; what ends it is told by {@link #awaitEnd}.
 */
final class StateAgent implements AutoCloseable {
    /** Longest sleep, so also how often an idle server beats. */
    static final long SLEEP_MAX_NS = 250_000_000L;

    /** Rooms are told the time at most this often. */
    static final long TICK_INTERVAL_NS = 20_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(StateAgent.class);

    private final ServerFile file;
    private final RpcPoller poller;
    private final House house;
    private final SampleClock clock;
    private final LongSupplier monotonicNs;
    private final Counters counters;
    private final DistinctErrors errors = new DistinctErrors(StateAgent::report);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Throwable deathCause;
    private long lastBeatNs;
    private long lastTickNs;

    /**
     * Does not start it.
     *
     * @param file the server's file, just taken over
     * @param house answers the calls; told the time in samples several times a second; agent thread
     */
    StateAgent(
            ServerFile file,
            Path runDir,
            House house,
            SampleClock clock,
            LongSupplier monotonicNs,
            Counters counters,
            AudioThreads threads) {
        this.file = file;
        this.house = house;
        this.clock = clock;
        this.monotonicNs = monotonicNs;
        this.counters = counters;
        poller = new RpcPoller(file, runDir, house, new Events(), monotonicNs);
        lastBeatNs = monotonicNs.getAsLong();
        lastTickNs = lastBeatNs - TICK_INTERVAL_NS;
        thread = threads.unstarted("state-agent", Urgency.AGENT, this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                if (!turn()) {
                    poller.await(SLEEP_MAX_NS);
                }
            }
        } catch (Throwable e) {
            // Only what no turn may survive gets here, such as a lack of memory.
            deathCause = e;
            throw e;
        } finally {
            poller.close();
            ended.countDown();
        }
    }

    /** One turn; whether there was work. A bad one counts as none, so that the next comes after a sleep. */
    private boolean turn() {
        try {
            long startNs = monotonicNs.getAsLong();
            if (startNs - lastBeatNs >= SLEEP_MAX_NS / 2) {
                lastBeatNs = startNs;
                file.heartbeat(startNs);
            }
            if (startNs - lastTickNs >= TICK_INTERVAL_NS) {
                lastTickNs = startNs;
                house.tick(clock.nowSamples());
            }
            if (poller.poll() == 0) {
                return false;
            }
            counters.increment(Counter.TURNS);
            counters.raise(Counter.TURN_MAX_US, (monotonicNs.getAsLong() - startNs) / 1_000);
            return true;
        } catch (RuntimeException | StackOverflowError | AssertionError | InternalError e) {
            // InternalError: a mapped file was cut short; it may be told late, in any line of this thread.
            note("a turn of the agent", e);
            return false;
        }
    }

    private void note(String where, Throwable cause) {
        counters.increment(Counter.ERRORS);
        errors.note(where, cause);
    }

    private static void report(String where, long count, Throwable cause) {
        if (count == 1) {
            LOG.warn("{} failed; this is logged again at 10, 100, 1000 times", where, cause);
        } else {
            LOG.warn("{} failed {} times so far: {}", where, count, cause.toString());
        }
    }

    /** Whether it has not ended; any thread. */
    boolean isAlive() {
        return ended.getCount() > 0;
    }

    /**
     * Waits for the agent's end.
     *
     * @throws IllegalStateException when it died instead of being stopped
     */
    void awaitEnd() throws InterruptedException {
        ended.await();
        Throwable cause = deathCause;
        if (cause != null) {
            throw new IllegalStateException("the state agent died", cause);
        }
    }

    /** Stops it after its turn or sleep, and waits for that. */
    @Override
    public void close() {
        stopped = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the poller tells: counted, and logged when it is a step in the life of a shard. */
    private final class Events implements RpcPollerEvents {
        @Override
        public void answered(int status) {
            counters.increment(Counter.CALLS);
            if (status >= 500) {
                counters.increment(Counter.CALLS_FAILED);
            } else if (status >= 400) {
                counters.increment(Counter.CALLS_REFUSED);
            }
        }

        @Override
        public void handedBack() {
            counters.increment(Counter.CALLS_HANDED_BACK);
        }

        @Override
        public void attached(int shard) {
            counters.increment(Counter.SHARDS_ATTACHED);
            counters.set(Counter.SHARDS, poller.attachedCount());
            LOG.info("shard {} attached", shard);
        }

        @Override
        public void detached(int shard, String why) {
            counters.increment(Counter.SHARDS_DETACHED);
            counters.set(Counter.SHARDS, poller.attachedCount());
            LOG.info("shard {} detached: {}", shard, why);
        }

        @Override
        public void failed(String where, Throwable cause) {
            note(where, cause);
        }
    }
}
