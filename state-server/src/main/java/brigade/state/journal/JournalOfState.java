package brigade.state.journal;

import brigade.journal.FreeSpace;
import brigade.journal.JournalFigures;
import brigade.journal.JournalFormat;
import brigade.journal.JournalLimits;
import brigade.journal.JournalThread;
import brigade.journal.JournalWriter;
import brigade.journal.RecordQueue;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal of the state server: a queue that the agent fills, and the thread that empties it. What could not be written is told to the
 * log. Made and closed by the thread that runs the server.
 */
final class JournalOfState implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalOfState.class);

    private final RecordQueue queue;
    private final JournalThread thread;
    private final String records;
    private long lostTold;

    /**
     * Begins to write.
     *
     * @param name of its thread
     * @param records what it holds, in a word
     * @param waitingMax records that may wait
     * @param unixMs milliseconds since 1970
     * @param monotonicNs nanoseconds
     */
    JournalOfState(
            String name,
            String records,
            Path folder,
            JournalFormat format,
            int waitingMax,
            JournalLimits limits,
            LongSupplier unixMs,
            LongSupplier monotonicNs) {
        this.records = records;
        queue = new RecordQueue(waitingMax);
        JournalWriter writer = new JournalWriter(folder, "state-server", format, limits, FreeSpace.OF_DISK, unixMs);
        thread = new JournalThread(name, queue, writer, this::look, monotonicNs);
        thread.start();
    }

    /** Takes records; never waits. */
    RecordQueue queue() {
        return queue;
    }

    /** How it does; any thread. */
    JournalFigures figures() {
        return thread.figures();
    }

    private void look() {
        long lost = thread.lost();
        if (lost > lostTold) {
            LOG.warn("{} {} were not journalled: {}", lost - lostTold, records, thread.trouble());
            lostTold = lost;
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        thread.close();
    }
}
