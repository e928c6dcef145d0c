package brigade.state.room;

/** The figures of a {@link HouseSnapshot}, by name: for the page {@code /rooms} and for Prometheus. */
public enum HouseFigure {
    ROOMS("rooms", false, "Rooms there are."),
    ROOMS_AWAKE("rooms_awake", false, "Rooms in which something happens."),
    ROOMS_SINGING("rooms_singing", false, "Rooms in which a song is on."),
    PEOPLE("people", false, "Singers of both protocols."),
    LISTENERS("listeners", false, "Listeners of stream v2."),
    LATE_SAMPLES("late_samples", true, "Samples of voices that came after the next row's frame had closed."),
    SLIPPED_FRAMES(
            "slipped_frames",
            true,
            "Closed frames that somebody was to hear and his shard did not fetch before they were dropped."),
    VOICE_BLOCKS("voice_blocks", true, "Blocks of voice that were taken."),
    BAD_CLOCKS("bad_clocks", true, "Blocks of voice that were dropped for their clock."),
    MOVES("moves", true, "Moves of people from one row to another."),
    CLOSED_FRAMES("closed_frames", true, "Frames of 20 ms that were mixed and closed."),
    SKIPPED_FRAMES("skipped_frames", true, "Frames left out because too many were due at once, as after a stall."),
    TIMING_KNOWN("timing_known", false, "Singers of whose voice it is known whether it is in time."),
    TIMING_OFF("timing_off", false, "Singers of these who are off by 25 ms or more: their sound check was not right."),
    TIMING_WORST_MS("timing_worst_ms", false, "How far off the worst of these is, milliseconds.");

    private final String label;
    private final boolean counts;
    private final String sentence;

    HouseFigure(String label, boolean counts, String sentence) {
        this.label = label;
        this.counts = counts;
        this.sentence = sentence;
    }

    /** Name for machines. */
    public String label() {
        return label;
    }

    /** Whether it counts since the start, and only grows; else it tells of now. */
    public boolean counts() {
        return counts;
    }

    /** What it is, for people. */
    public String sentence() {
        return sentence;
    }

    /** Its value; called inside {@link Published#read}. */
    public long of(HouseSnapshot house) {
        return switch (this) {
            case ROOMS -> house.rooms;
            case ROOMS_AWAKE -> house.roomsAwake;
            case ROOMS_SINGING -> house.roomsSinging;
            case PEOPLE -> house.people;
            case LISTENERS -> house.listeners;
            case LATE_SAMPLES -> house.lateSamples;
            case SLIPPED_FRAMES -> house.slippedFrames;
            case VOICE_BLOCKS -> house.voiceBlocks;
            case BAD_CLOCKS -> house.badClocks;
            case MOVES -> house.moves;
            case CLOSED_FRAMES -> house.closedFrames;
            case SKIPPED_FRAMES -> house.skippedFrames;
            case TIMING_KNOWN -> house.timingKnown;
            case TIMING_OFF -> house.timingOff;
            case TIMING_WORST_MS -> house.timingWorstMs;
        };
    }
}
