package brigade.state.journal;

import brigade.journal.JournalFigures;
import brigade.journal.JournalFormat;
import brigade.journal.JournalLimits;
import brigade.state.room.RoomEvents;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Journals the events of all rooms. The agent calls {@link #event}; made and closed by the thread that runs the server. */
public final class EventJournal implements RoomEvents, AutoCloseable {
    /** Events that may wait: seconds of the rush of a thousand people. */
    private static final int WAITING_MAX = 4_096;

    private final JournalOfState journal;

    /**
     * Begins to write.
     *
     * @param dataDir folder of what must survive; the journal is its {@code journal/events}
     * @param unixMs milliseconds since 1970
     * @param monotonicNs nanoseconds
     */
    public EventJournal(Path dataDir, JournalLimits limits, LongSupplier unixMs, LongSupplier monotonicNs) {
        journal = new JournalOfState(
                "event-journal",
                "events",
                folder(dataDir),
                JournalFormat.EVENTS,
                WAITING_MAX,
                limits,
                unixMs,
                monotonicNs);
    }

    /** Where it is. */
    public static Path folder(Path dataDir) {
        return dataDir.resolve("journal").resolve("events");
    }

    @Override
    public void event(byte[] json) {
        journal.queue().offer(json);
    }

    /** How it does; any thread. */
    public JournalFigures figures() {
        return journal.figures();
    }

    /** Writes what waits. */
    @Override
    public void close() {
        journal.close();
    }
}
