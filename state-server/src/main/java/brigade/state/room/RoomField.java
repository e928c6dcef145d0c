package brigade.state.room;

/** The fields of a {@code room} message that are told when they change. */
enum RoomField {
    NAME("name"),
    OPEN("open"),
    LEADER("leader"),
    PHASE("phase"),
    LISTENING("listening"),
    LOCKED("locked"),
    CLOSING("closing"),
    RECORDING("recording"),
    SPACING("spacingSamples"),
    ROWS("rows"),
    MESSAGE_MS("messageMs"),
    PEOPLE("people"),
    LISTENERS("listeners"),
    VOLUME("volume"),
    BACKING_VOLUME("backingVolume"),
    CROWD_SCALING("crowdScaling"),
    BPM("bpm"),
    BEATS("beats"),
    BPR("bpr"),
    REPEATS("repeats"),
    TRACK("track"),
    ITEM("item"),
    PAGE("page"),
    ACCENTS("accents"),
    READINESS("readiness"),
    TRACK_READY("trackReady"),
    LEADER_VOLUME("leaderVolume"),
    CROWD_VOLUME("crowdVolume"),
    AUTO_LEVEL("autoLevel"),
    TALK("talk"),
    TALKERS("talkers"),
    TRACKS("tracks"),
    LYRICS("lyrics");

    private final String wireName;

    RoomField(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** Whether it may be long: told in {@code welcome} and when it changes only, not with each whole room. */
    boolean isLong() {
        return this == TRACKS || this == LYRICS;
    }

    /** Whether it changes with everybody who comes or goes: told twice a second at most. */
    boolean isSlow() {
        return this == PEOPLE || this == LISTENERS || this == READINESS;
    }
}
