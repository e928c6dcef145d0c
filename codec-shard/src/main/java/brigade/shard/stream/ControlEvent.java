package brigade.shard.stream;

/**
 * Something that the state server has to be told in order.
 *
 * @param connection whose
 * @param kind what
 * @param json of a message or of statistics, the value; otherwise empty
 * @param about type of the message, for an error
 */
record ControlEvent(Connection connection, Kind kind, String json, String about) {
    /** What happened. */
    enum Kind {
        /** Somebody was let in. */
        HELLO,
        /** A control message. */
        MESSAGE,
        /** Figures of a client. */
        STATS,
        /** The socket is gone. */
        CLOSED
    }
}
