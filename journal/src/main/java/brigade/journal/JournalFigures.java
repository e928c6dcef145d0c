package brigade.journal;

/**
 * How a journal does at one moment. Immutable.
 *
 * @param written records that were written
 * @param lost records that were not: no room on the disk or in the queue
 * @param waiting records that wait to be written
 * @param lagNs how long the oldest of these waits at most
 */
public record JournalFigures(long written, long lost, long waiting, long lagNs) {
    /** Of a journal that has not begun. */
    public static final JournalFigures NONE = new JournalFigures(0, 0, 0, 0);
}
