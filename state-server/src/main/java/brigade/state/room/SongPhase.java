package brigade.state.room;

/** Where a room stands between two songs. */
public enum SongPhase {
    /** Nobody leads, nothing sounds. */
    IDLE,
    /** Somebody leads; everybody has been seated. */
    LED,
    /** The song was started and waits for its memory. */
    ARMED,
    /** The song has no end yet. */
    SINGING,
    /** The song's end is known; later buckets have not reached it. */
    TRAILING
}
