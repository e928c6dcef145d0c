package brigade.state.room;

import org.jspecify.annotations.Nullable;

/** What one singer was offered, and what became of it. A plain carrier; {@link Corrections} keeps it consistent. */
final class Correction {
    static final String WAITING = "waiting";
    static final String OFFERED = "offered";
    static final String ACCEPTED = "accepted";
    static final String DECLINED = "declined";
    static final String UNDONE = "undone";

    /** One of the above; null before. */
    @Nullable
    String state;

    /** What is offered now, ms to be added to his latency. */
    int offeredMs;

    /** What he accepted and did not undo. */
    int appliedMs;

    /** How often he said no. */
    int declines;

    /** Start clock of the song after which he was offered last: once a song. */
    long offeredAfter;
}
