package brigade.state.room;

/** How loud somebody talks between songs, and whether he is one of those who are passed on. Agent thread only. */
final class Talker {
    /** His place among the talkers; -1 when he is not passed on. */
    int place = -1;

    /** Loudness, smoothed; any unit that is the same for all. */
    double loudness;

    /** When a packet of his came last. */
    long lastAt;
}
