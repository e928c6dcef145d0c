package brigade.state.room;

/** What one room's stage counted since it was made. Agent thread only; others read a {@link RoomSnapshot}. */
final class StageCounts {
    /** Samples of voices that came after the next row's frame had closed. */
    long lateSamples;

    /** Closed frames that a shard did not fetch before they were dropped. */
    long slippedFrames;

    /** Voice blocks taken, and those dropped for their clock. */
    long voiceBlocks;

    long badClocks;

    /** Moves of people from one row to another. */
    long moves;
}
