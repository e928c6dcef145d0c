package brigade.state.room;

/** Why somebody needs the desk's attention, the worst first. */
enum Reason {
    CLIPPING("clipping", 6),
    NOISE("noise", 5),
    BLEED("bleed", 4),
    TIMING("timing", 3),
    LATE("late", 2),
    QUIET("quiet", 1);

    private final String wireName;
    private final int rank;

    Reason(String wireName, int rank) {
        this.wireName = wireName;
        this.rank = rank;
    }

    String wireName() {
        return wireName;
    }

    /** How bad it is beside the others. */
    int rank() {
        return rank;
    }
}
