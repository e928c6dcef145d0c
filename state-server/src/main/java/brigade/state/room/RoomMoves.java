package brigade.state.room;

/** Takes what rings of recorded rooms are told, to be journalled for a replay. Called by the agent: never waits. */
@FunctionalInterface
public interface RoomMoves {
    /** Keeps nothing. */
    RoomMoves NONE = (record, length) -> {};

    /** One record of {@code MoveLog}; the array is used again. */
    void moves(byte[] record, int length);
}
