package brigade.state.room;

/**
 * What all rooms of stream v2 do at one moment, for other threads: metrics and health pages. Filled by the agent, read
 * through {@link Published}.
 */
public final class HouseSnapshot {
    /** Clock of the moment. */
    long nowSamples;

    /** Rooms there are, rooms in which something happens, rooms that sing. */
    int rooms;

    int roomsAwake;
    int roomsSinging;

    /** Singers of both protocols, and listeners. */
    int people;

    int listeners;

    /** Counts since the start: samples that came late, frames a shard did not fetch in time, voices, bad clocks, moves. */
    long lateSamples;

    long slippedFrames;
    long voiceBlocks;
    long badClocks;
    long moves;

    /** Frames that were closed, and left out after a stall. */
    long closedFrames;

    long skippedFrames;

    /** Voices whose timing is known, those that are off, and by how much the worst, ms. */
    int timingKnown;

    int timingOff;
    long timingWorstMs;

    /** Begins anew. */
    void clear(long now) {
        nowSamples = now;
        rooms = 0;
        roomsAwake = 0;
        roomsSinging = 0;
        people = 0;
        listeners = 0;
        lateSamples = 0;
        slippedFrames = 0;
        voiceBlocks = 0;
        badClocks = 0;
        moves = 0;
        closedFrames = 0;
        skippedFrames = 0;
        timingKnown = 0;
        timingOff = 0;
        timingWorstMs = 0;
    }

    /** Adds what a room counted. */
    void add(StageCounts counts) {
        lateSamples += counts.lateSamples;
        slippedFrames += counts.slippedFrames;
        voiceBlocks += counts.voiceBlocks;
        badClocks += counts.badClocks;
        moves += counts.moves;
        closedFrames += counts.closedFrames;
        skippedFrames += counts.skippedFrames;
    }

    /** Adds a voice that is heard now, if its timing is known. */
    void addTiming(VoiceWatch watch) {
        if (watch.isFresh(nowSamples) && watch.timing.isSure()) {
            double off = Math.abs(watch.timing.millis());
            timingKnown++;
            timingOff += off >= Trouble.TIMING_MIN_MS ? 1 : 0;
            timingWorstMs = Math.max(timingWorstMs, Math.round(off));
        }
    }

    /** Whether anybody sings or listens. */
    public boolean hasPeople() {
        return people + listeners > 0;
    }

    /** A JSON object, a line each: every {@link HouseFigure}, and the clock. */
    public String toJson() {
        StringBuilder json =
                new StringBuilder(512).append("{\n  \"now_clock\": ").append(nowSamples);
        for (HouseFigure figure : HouseFigure.values()) {
            json.append(",\n  \"").append(figure.label()).append("\": ").append(figure.of(this));
        }
        return json.append("\n}\n").toString();
    }
}
