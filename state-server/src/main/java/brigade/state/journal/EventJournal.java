package brigade.state.journal;

import brigade.journal.FreeSpace;
import brigade.journal.JournalFigures;
import brigade.journal.JournalFormat;
import brigade.journal.JournalLimits;
import brigade.journal.JournalThread;
import brigade.journal.JournalWriter;
import brigade.journal.RecordQueue;
import brigade.state.room.RoomEvents;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Journals the events of all rooms. The agent calls {@link #event}; made and closed by the thread that runs the server. */
public final class EventJournal implements RoomEvents, AutoCloseable {
    /** Events that may wait: seconds of the rush of a thousand people. */
    private static final int WAITING_MAX = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);

    private final RecordQueue queue = new RecordQueue(WAITING_MAX);
    private final JournalThread thread;
    private long lostTold;

    /**
     * Begins to write.
     *
     * @param dataDir folder of what must survive; the journal is its {@code journal/events}
     * @param unixMs milliseconds since 1970
     * @param monotonicNs nanoseconds
     */
    public EventJournal(Path dataDir, JournalLimits limits, LongSupplier unixMs, LongSupplier monotonicNs) {
        JournalWriter writer = new JournalWriter(
                folder(dataDir), "state-server", JournalFormat.EVENTS, limits, FreeSpace.OF_DISK, unixMs);
        thread = new JournalThread("event-journal", queue, writer, this::look, monotonicNs);
        thread.start();
    }

    /** Where it is. */
    public static Path folder(Path dataDir) {
        return dataDir.resolve("journal").resolve("events");
    }

    @Override
    public void event(byte[] json) {
        queue.offer(json);
    }

    /** How it does; any thread. */
    public JournalFigures figures() {
        return thread.figures();
    }

    private void look() {
        long lost = thread.lost();
        if (lost > lostTold) {
            LOG.warn("{} events were not journalled: {}", lost - lostTold, thread.trouble());
            lostTold = lost;
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        thread.close();
    }
}
