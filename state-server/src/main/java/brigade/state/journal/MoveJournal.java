package brigade.state.journal;

import brigade.journal.FreeSpace;
import brigade.journal.JournalFormat;
import brigade.journal.JournalLimits;
import brigade.journal.JournalThread;
import brigade.journal.JournalWriter;
import brigade.journal.RecordQueue;
import brigade.state.room.RoomMoves;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals what the rings of recorded rooms are told, so that a song can be replayed. The agent calls {@link #moves}; made and closed by
 * the thread that runs the server.
 */
public final class MoveJournal implements RoomMoves, AutoCloseable {
    /** Records that may wait: ten a second of each room. */
    private static final int WAITING_MAX = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(MoveJournal.class);

    private final RecordQueue queue = new RecordQueue(WAITING_MAX);
    private final JournalThread thread;
    private long lostTold;

    /**
     * Begins to write.
     *
     * @param dataDir folder of what must survive; the journal is its {@code journal/moves}
     * @param unixMs milliseconds since 1970
     * @param monotonicNs nanoseconds
     */
    public MoveJournal(Path dataDir, JournalLimits limits, LongSupplier unixMs, LongSupplier monotonicNs) {
        JournalWriter writer = new JournalWriter(
                folder(dataDir), "state-server", JournalFormat.MOVES, limits, FreeSpace.OF_DISK, unixMs);
        thread = new JournalThread("move-journal", queue, writer, this::look, monotonicNs);
        thread.start();
    }

    /** Where it is. */
    public static Path folder(Path dataDir) {
        return dataDir.resolve("journal").resolve("moves");
    }

    @Override
    public void moves(byte[] record, int length) {
        RecordQueue.Place place = queue.claim(length);
        if (place != null) {
            System.arraycopy(record, 0, place.bytes(), 0, length);
            queue.publish(place);
        }
    }

    private void look() {
        long lost = thread.lost();
        if (lost > lostTold) {
            LOG.warn("{} records of moves were not journalled: {}", lost - lostTold, thread.trouble());
            lostTold = lost;
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        thread.close();
    }
}
