package brigade.state.ring;

/** What a closed stream holds; see docs/protocol.md, "Who hears what, and when". */
public enum StreamKind {
    /** The leader's first pass, as far as it came in time: {@code lead * 1.2 * room}. */
    LEAD(1),

    /** Track or click: {@code backing * volume * kind * 1.2 * room}. */
    BACKING(2),

    /** All other voices, and of the leader what came too late for {@link #LEAD}: {@code voices * crowd * 1.2 * room}. */
    CROWD(3),

    /** All repeats: {@code round * 1.2 * room}. */
    ROUND(4),

    /** The soloed voices: {@code solo * 1.2 * room}. */
    SOLO(5),

    /** What listeners hear: {@link #LEAD}, {@link #CROWD}, {@link #ROUND} and {@link #BACKING} in one. */
    ALL(6);

    private final int wireNumber;

    StreamKind(int wireNumber) {
        this.wireNumber = wireNumber;
    }

    /** Its number in binary messages. */
    public int wireNumber() {
        return wireNumber;
    }
}
