package brigade.shard.stream;

import brigade.thread.AudioThreads;
import brigade.thread.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands one message to many receivers, each exactly once: to few in turn, in the publisher's thread; to many by workers that
 * pull two at a time from an atomic counter (ADR 6). One publisher thread at a time.
 *
 * <pre>
 *   publisher --- round ---> worker 1 --- pulls 0, 1 --- pulls 4, 5 ...
 *   (waits)            `---> worker 2 --- pulls 2, 3 -X (2 is stuck; a helper takes what is left)
 * </pre>
 *
 * <p>A receiver that throws is told of and gets the next message as usual. One that does not return keeps its worker, but
 * nothing else: after {@link #PATIENCE_NS} a helper serves who was behind it, and the publisher goes on. Its messages wait, up
 * to {@link FanOutReceiver#WAITING_MAX}; then it misses the newest. The publisher itself serves nobody who is new or was slow
 * lately: only one that is stuck all of a sudden, after being quick, and in a small round, could hold it up.
 *
 * @param <M> what is published; shared by all receivers, so nobody changes it
 */
public final class FanOut<M> implements AutoCloseable {
    /** Up to so many receivers are served in turn: waking workers costs more than it saves (ADR 6). */
    public static final int SERIAL_MAX = 4;

    /** How long a round stands still before a helper goes after those not served: one frame. */
    public static final long PATIENCE_NS = 20_000_000;

    /** Most helpers that one publication starts. */
    static final int HELPERS_PER_ROUND = 5;

    /** Most helpers at a time: so many receivers, and the workers', may be stuck before others have to wait for them. */
    static final int HELPERS_MAX = 64;

    /**
     * What went wrong; called by the thread that found it.
     *
     * @param <M> what is published
     */
    public interface Events<M> {
        /** {@code receiver} threw; must not throw itself. */
        default void failed(FanOutReceiver<M> receiver, Throwable why) {}

        /** {@code receiver} does not get a message: too many wait for it already. Publisher's thread. */
        default void missed(FanOutReceiver<M> receiver) {}
    }

    private final String name;
    private final Events<M> events;
    private final LongSupplier nanoTime;
    private final long patienceNs;
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger helpers = new AtomicInteger();
    private volatile @Nullable FanOutRound<M> current;
    private volatile boolean closed;

    /**
     * Starts its workers, daemon threads.
     *
     * @param name of the threads
     * @param workers how many; as many as there are cores
     * @param nanoTime the monotonic clock
     * @param threads makes the workers
     */
    public FanOut(String name, int workers, Events<M> events, LongSupplier nanoTime, AudioThreads threads) {
        this(name, workers, events, nanoTime, threads, PATIENCE_NS);
    }

    FanOut(String name, int workers, Events<M> events, LongSupplier nanoTime, AudioThreads threads, long patienceNs) {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers");
        }
        this.name = name;
        this.events = events;
        this.nanoTime = nanoTime;
        this.patienceNs = patienceNs;
        for (int i = 1; i <= workers; i++) {
            this.workers.add(new Worker(threads, name + "-" + i));
        }
        this.workers.forEach(worker -> worker.thread.start());
    }

    /**
     * Hands {@code message} to {@code receivers} and returns when all have taken it, but for those that are busy with an
     * earlier one or get stuck now: they take it later.
     *
     * @param receivers each once; an immutable list is not copied
     * @return how many miss it; each was told to {@link Events#missed}
     * @throws IllegalStateException when it is closed
     */
    public int publish(M message, List<FanOutReceiver<M>> receivers) {
        if (closed) {
            throw new IllegalStateException("fan-out " + name + " is closed");
        }
        FanOutRound<M> round = new FanOutRound<>(message, List.copyOf(receivers), events, nanoTime);
        int missed = round.offer();
        boolean few = round.left() <= SERIAL_MAX;
        if (few && round.isTrusted()) {
            round.sweep();
        } else if (!round.isDone()) {
            current = round;
            if (!wake(few ? 1 : workers.size())) {
                help(round);
            }
        }
        for (int i = 0; !round.await(patienceNs) && round.hasDue() && i < HELPERS_PER_ROUND; i++) {
            help(round);
        }
        return missed;
    }

    /** Wakes up to {@code wanted} workers; false when all are stuck. */
    private boolean wake(int wanted) {
        int woken = 0;
        for (int i = 0; i < workers.size() && woken < wanted; i++) {
            Worker worker = workers.get(i);
            if (worker.isFree()) {
                LockSupport.unpark(worker.thread);
                woken++;
            }
        }
        return woken > 0;
    }

    /** Starts a thread that serves who is left of {@code round}, if there are not too many such threads. */
    private void help(FanOutRound<M> round) {
        if (helpers.incrementAndGet() > HELPERS_MAX) {
            helpers.decrementAndGet();
            return;
        }
        Thread.ofPlatform().daemon().name(name + "-helper").start(() -> {
            try {
                round.sweep();
            } finally {
                helpers.decrementAndGet();
            }
        });
    }

    /** Ends the workers once they are through; waits for nobody. */
    @Override
    public void close() {
        closed = true;
        workers.forEach(worker -> LockSupport.unpark(worker.thread));
    }

    /** One thread that pulls. */
    private final class Worker implements FanOutRound.Watch<M> {
        final Thread thread;

        /** What it hands out, which may be older than the current round; null while it waits. */
        private volatile @Nullable FanOutRound<M> at;

        Worker(AudioThreads threads, String threadName) {
            thread = threads.unstarted(threadName, Urgency.TICK, this::run);
        }

        /** Whether it waits or is about to: not kept by a receiver. */
        boolean isFree() {
            FanOutRound<M> round = at;
            return round == null || round.isDone();
        }

        private void run() {
            FanOutRound<M> seen = null;
            while (!closed) {
                FanOutRound<M> round = current;
                if (round == null || round == seen) {
                    at = null;
                    // The publisher sets the round before it unparks: a wake-up between our look and this is kept.
                    LockSupport.park(FanOut.this);
                } else {
                    seen = round;
                    at = round;
                    round.pull(this);
                }
            }
        }

        @Override
        public void at(FanOutRound<M> round) {
            at = round;
        }
    }
}
