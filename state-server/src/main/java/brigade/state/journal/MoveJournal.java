package brigade.state.journal;

import brigade.journal.JournalFormat;
import brigade.journal.JournalLimits;
import brigade.journal.RecordQueue;
import brigade.state.room.RoomMoves;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Journals what the rings of recorded rooms are told, so that a song can be replayed. The agent calls {@link #moves}; made and closed by
 * the thread that runs the server.
 */
public final class MoveJournal implements RoomMoves, AutoCloseable {
    /** Records that may wait: ten a second of each room. */
    private static final int WAITING_MAX = 1_024;

    private final JournalOfState journal;

    /**
     * Begins to write.
     *
     * @param dataDir folder of what must survive; the journal is its {@code journal/moves}
     * @param unixMs milliseconds since 1970
     * @param monotonicNs nanoseconds
     */
    public MoveJournal(Path dataDir, JournalLimits limits, LongSupplier unixMs, LongSupplier monotonicNs) {
        journal = new JournalOfState(
                "move-journal",
                "records of moves",
                folder(dataDir),
                JournalFormat.MOVES,
                WAITING_MAX,
                limits,
                unixMs,
                monotonicNs);
    }

    /** Where it is. */
    public static Path folder(Path dataDir) {
        return dataDir.resolve("journal").resolve("moves");
    }

    @Override
    public void moves(byte[] record, int length) {
        RecordQueue.Place place = journal.queue().claim(length);
        if (place != null) {
            System.arraycopy(record, 0, place.bytes(), 0, length);
            journal.queue().publish(place);
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        journal.close();
    }
}
