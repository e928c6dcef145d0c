package brigade.state.room;

/**
 * Where a room's doings are kept.
 *
 * @param events its journal
 * @param moves the journal of what its rings were told
 * @param takes files of its takes
 * @param present files of how rooms stand
 */
record RoomKeeping(RoomEvents events, RoomMoves moves, Takes takes, Present.Store present) {
    /** Files of takes. */
    @FunctionalInterface
    interface Takes {
        /** Has the file of the take that began at {@code clock} written; returns at once. */
        void save(String room, long clock, RawJson file);
    }
}
