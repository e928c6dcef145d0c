package brigade.state.room;

/** Takes what happens in rooms, to be journalled. Called by the agent: never waits. */
@FunctionalInterface
public interface RoomEvents {
    /** Keeps nothing. */
    RoomEvents NONE = json -> {};

    /** One event as UTF-8 JSON, {@code {"clock", "room", "event", ...}}: docs/recording.md. The array is the taker's. */
    void event(byte[] json);
}
