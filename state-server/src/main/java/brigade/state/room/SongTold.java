package brigade.state.room;

import org.jspecify.annotations.Nullable;

/** What clients are told of a room's latest song: its clocks, what plays under it. Agent thread only. */
final class SongTold {
    /** {@code backing_track_type} when nothing plays. */
    static final String NO_BACKING = "";

    static final String METRONOME = "Metronome";
    static final String TRACK = "Backing Track";

    /** Both song clocks of an aborted song, as clients know it. */
    private static final long ABORTED_CLOCK = 1;

    private final SongListener listener;
    private long startClock;
    private long endClock;
    private String backingType = NO_BACKING;
    private int countInBeats;
    private int[] accents = {1};
    private @Nullable String item;

    SongTold(SongListener listener) {
        this.listener = listener;
    }

    /** Start of the latest song: 0 before the first, 1 after an abort. */
    long startClock() {
        return startClock;
    }

    /** End of the latest song: 0 while it runs, 1 after an abort. */
    long endClock() {
        return endClock;
    }

    /** {@code backing_track_type}. */
    String backingType() {
        return backingType;
    }

    /** Beats that the starter counts before he sings; 0 without. */
    int countInBeats() {
        return countInBeats;
    }

    /** Beats of the bar that are accented. */
    int[] accents() {
        return accents;
    }

    /** Id of the item that was on at the start, or null. */
    @Nullable
    String item() {
        return item;
    }

    /** What the song that has just begun was started with. */
    void began(int countIn, int[] accentedBeats, @Nullable SetListItem on) {
        countInBeats = countIn;
        accents = accentedBeats;
        item = on == null ? null : on.id();
    }

    /** What a former process knew of the song that runs. */
    void restored(int countIn, int[] accentedBeats, @Nullable String itemId) {
        countInBeats = countIn;
        accents = accentedBeats;
        item = itemId;
    }

    /** A song begins there, or is about to. */
    void runsFrom(long clock) {
        startClock = clock;
        endClock = 0;
    }

    /** It ends there. */
    void endedAt(long clock) {
        endClock = clock;
    }

    /** It was broken off. */
    void aborted() {
        startClock = ABORTED_CLOCK;
        endClock = ABORTED_CLOCK;
    }

    /** {@code type} plays under it. */
    void backing(String type) {
        backingType = type;
        listener.backingChanged();
    }
}
