package brigade.state.room;

/** What one room's stage counted since it was made. Agent thread only; others read a {@link HouseSnapshot}. */
final class StageCounts {
    /** Samples of voices that came after the next row's frame had closed. */
    long lateSamples;

    /** Closed frames that somebody was to hear and his shard did not fetch before they were dropped. */
    long slippedFrames;

    /** Voice blocks taken, and those dropped for their clock. */
    long voiceBlocks;

    long badClocks;

    /** Frames that were closed, and those left out because too many were due at once. */
    long closedFrames;

    long skippedFrames;

    /** Moves of people from one row to another. */
    long moves;

    /** Adds what another counted. */
    void add(StageCounts other) {
        lateSamples += other.lateSamples;
        slippedFrames += other.slippedFrames;
        voiceBlocks += other.voiceBlocks;
        badClocks += other.badClocks;
        closedFrames += other.closedFrames;
        skippedFrames += other.skippedFrames;
        moves += other.moves;
    }
}
