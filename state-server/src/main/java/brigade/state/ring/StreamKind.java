package brigade.state.ring;

import brigade.wire.stream.StreamId;

/** What a closed stream holds; see docs/protocol.md, "Who hears what, and when". */
public enum StreamKind {
    /** The leader's first pass, as far as it came in time: {@code lead * 1.2 * room}. */
    LEAD(StreamId.LEAD),

    /** The track: {@code backing * volume * kind * 1.2 * room}. No click: clients make it. */
    BACKING(StreamId.BACKING),

    /** All other voices, and of the leader what came too late for {@link #LEAD}: {@code voices * crowd * 1.2 * room}. */
    CROWD(StreamId.CROWD),

    /** All repeats: {@code round * 1.2 * room}. */
    ROUND(StreamId.ROUND),

    /** The soloed voices: {@code solo * 1.2 * room}. */
    SOLO(StreamId.SOLO),

    /** What listeners hear: {@link #LEAD}, {@link #CROWD}, {@link #ROUND} and {@link #BACKING} in one. */
    ALL(StreamId.ALL);

    private final int wireNumber;

    StreamKind(int wireNumber) {
        this.wireNumber = wireNumber;
    }

    /** Its number in messages and blocks, a {@link StreamId}. */
    public int wireNumber() {
        return wireNumber;
    }
}
