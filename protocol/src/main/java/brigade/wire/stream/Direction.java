package brigade.wire.stream;

/** Which way a message goes: each way allows other kinds and streams. */
public enum Direction {
    /** From a client to a shard. */
    TO_SERVER,
    /** From a shard to a client. */
    TO_CLIENT
}
