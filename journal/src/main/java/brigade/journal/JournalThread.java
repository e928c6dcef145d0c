package brigade.journal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records out of a queue and writes them, on a thread of its own. Whoever puts records in never waits
 * for it. Made, started and closed by one thread; the figures may be read by any.
 */
public final class JournalThread implements AutoCloseable {
    /** Looks this often. Records that wait are what a killed process loses. */
    private static final long LOOK_NS = 2_000_000L;

    /** After so long without a record it sleeps until one comes, and costs nothing. */
    private static final long BUSY_NS = 300_000_000L;

    private static final long QUIET_NS = 250_000_000L;

    /** Written records are forced to the disk this often. */
    private static final long SYNC_NS = TimeUnit.SECONDS.toNanos(1);

    /** A segment that nothing was added to for so long is ended. */
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(30);

    private static final Logger LOG = LoggerFactory.getLogger(JournalThread.class);
    private static final long CLOSE_MS = 5_000;

    private final RecordQueue queue;
    private final JournalWriter writer;
    private final Runnable look;
    private final LongSupplier nowNs;
    private final Thread thread;
    private volatile boolean closing;
    private final LongAdder written = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile @Nullable String trouble;

    /** When the queue was last found empty. */
    private volatile long caughtUpNs;

    /**
     * Does not begin yet.
     *
     * @param look done by the thread about every 100 ms, for its owner's own affairs
     * @param nowNs monotonic nanoseconds
     */
    public JournalThread(String name, RecordQueue queue, JournalWriter writer, Runnable look, LongSupplier nowNs) {
        this.queue = queue;
        this.writer = writer;
        this.look = look;
        this.nowNs = nowNs;
        this.caughtUpNs = nowNs.getAsLong();
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        long syncedNs = nowNs.getAsLong();
        long wroteNs = syncedNs;
        long lookedNs = syncedNs;
        boolean ended = false;
        while (true) {
            boolean last = closing;
            boolean wrote = drain();
            long now = nowNs.getAsLong();
            caughtUpNs = now;
            if (wrote) {
                wroteNs = now;
                ended = false;
            }
            if (now - syncedNs >= SYNC_NS) {
                syncedNs = now;
                quietly(writer::sync);
            }
            if (now - wroteNs >= IDLE_NS && !ended) {
                ended = true;
                quietly(writer::end);
            }
            if (now - lookedNs >= 50 * LOOK_NS) {
                lookedNs = now;
                quietly(look);
            }
            if (last) {
                break;
            }
            if (now - wroteNs < BUSY_NS) {
                LockSupport.parkNanos(LOOK_NS);
            } else {
                queue.await(QUIET_NS);
            }
        }
        quietly(writer::close);
    }

    private boolean drain() {
        boolean any = false;
        for (RecordQueue.Place place = queue.next(); place != null; place = queue.next()) {
            any = true;
            try {
                if (writer.append(place.bytes(), place.length())) {
                    written.increment();
                    trouble = null;
                } else {
                    lost.increment();
                    trouble = "disk-full";
                }
            } catch (IOException | RuntimeException | LinkageError | InternalError e) {
                lost.increment();
                if (trouble == null) {
                    LOG.error("the journal cannot be written", e);
                }
                trouble = "disk-failed";
            }
            queue.release(place);
        }
        return any;
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("a turn of the journal failed", e);
        }
    }

    /** Records that were written. */
    public long written() {
        return written.sum();
    }

    /** Records that were not: no room on the disk or in the queue. */
    public long lost() {
        return lost.sum() + queue.overflowed();
    }

    /** How it does. */
    public JournalFigures figures() {
        long done = written.sum() + lost.sum(); // read first: what is claimed meanwhile only adds
        long waiting = Math.max(0, queue.claimed() - done);
        return new JournalFigures(
                written(), lost(), waiting, waiting == 0 ? 0 : Math.max(0, nowNs.getAsLong() - caughtUpNs));
    }

    /** Why nothing is written at the moment, in a word; null when all is well. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
