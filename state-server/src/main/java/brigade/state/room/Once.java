package brigade.state.room;

/** Values that a client gets once: on joining, and when they change. A set of them is a bit mask. */
enum Once {
    BPM(1 << 0, "bpm"),
    REPEATS(1 << 1, "repeats"),
    BPR(1 << 2, "bpr"),
    TRACKS(1 << 3, "tracks"),
    FIRST_BUCKET(1 << 4, "first_bucket"),
    GLOBAL_VOLUME(1 << 5, "globalVolume"),
    BACKING_VOLUME(1 << 6, "backingVolume"),
    DISABLE_SONG_VIDEO(1 << 7, "disableSongVideo"),
    LYRICS(1 << 8, "lyrics"),
    IMAGE(1 << 9, "image"),
    DELAY_SECONDS(1 << 10, "delay_seconds"),
    BACKING_TRACK_TYPE(1 << 11, "backing_track_type");

    /** All of them. */
    static final int ALL = (1 << values().length) - 1;

    private final int bit;
    private final String wireName;

    /** @param bit in the order of the constants: answers are written by counting it up */
    Once(int bit, String wireName) {
        this.bit = bit;
        this.wireName = wireName;
    }

    /** Its key in the metadata. */
    String wireName() {
        return wireName;
    }

    /** The set that holds it alone. */
    int bit() {
        return bit;
    }

    /** Whether {@code set} holds it. */
    boolean in(int set) {
        return (set & bit) != 0;
    }
}
