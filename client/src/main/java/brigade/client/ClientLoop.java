package brigade.client;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Ticks any number of clients, each when it is due, from one thread of its own until {@link #close}. */
public final class ClientLoop implements AutoCloseable {
    private static final long NOTHING_DUE_NS = 100_000_000L;

    /** A client and when it wants to be ticked. */
    private static final class Entry {
        private final LongSupplier tick;
        private long dueNs;
        private boolean removed;

        Entry(LongSupplier tick, long dueNs) {
            this.tick = tick;
            this.dueNs = dueNs;
        }
    }

    private final LongSupplier nowNs;
    private final Consumer<Throwable> failures;
    private final PriorityQueue<Entry> due = new PriorityQueue<>(Comparator.comparingLong(entry -> entry.dueNs));
    private final Queue<Entry> woken = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean ended;

    /**
     * Starts the thread.
     *
     * @param nowNs the local monotonic clock
     * @param failures is told what a client threw; that client is ticked no more
     */
    public ClientLoop(String name, LongSupplier nowNs, Consumer<Throwable> failures) {
        this.nowNs = nowNs;
        this.failures = failures;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Ticks {@code client} from now on until it wants no more. */
    public void add(StreamClient client) {
        client.session().onWake(add(client::tick));
    }

    /** Ticks something of the caller's round a session: it ticks the session too, and answers when it is due again. */
    public void add(StreamSession session, LongSupplier tick) {
        session.onWake(add(tick));
    }

    /** Ticks a bare session. */
    public void add(StreamSession session) {
        session.onWake(add(session::tick));
    }

    private Runnable add(LongSupplier tick) {
        Entry entry = new Entry(tick, nowNs.getAsLong());
        wake(entry);
        return () -> wake(entry);
    }

    private void wake(Entry entry) {
        woken.add(entry);
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!ended) {
            for (Entry entry = woken.poll(); entry != null; entry = woken.poll()) {
                due.remove(entry);
                entry.dueNs = nowNs.getAsLong();
                if (!entry.removed) {
                    due.add(entry);
                }
            }
            Entry first = due.peek();
            long waitNs = first == null ? NOTHING_DUE_NS : first.dueNs - nowNs.getAsLong();
            if (first == null || waitNs > 0) {
                LockSupport.parkNanos(Math.min(waitNs, NOTHING_DUE_NS));
            } else {
                due.remove();
                tick(first);
            }
        }
    }

    private void tick(Entry entry) {
        try {
            entry.dueNs = entry.tick.getAsLong();
            if (entry.dueNs == Long.MAX_VALUE) {
                entry.removed = true;
            } else {
                due.add(entry);
            }
        } catch (RuntimeException | Error e) {
            entry.removed = true;
            failures.accept(e);
        }
    }

    /** Ends the thread; the clients stay as they are. */
    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
