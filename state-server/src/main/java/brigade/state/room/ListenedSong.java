package brigade.state.room;

/**
 * The song that is a recording, to which all listen together: nobody's voice goes into it, whatever his client sends, and no take is made of it. It
 * stays one to its end, also when its item is taken off the list meanwhile. Agent thread only.
 */
final class ListenedSong {
    private static final long OPEN = Long.MAX_VALUE;

    private final Stage stage;

    /** Its start, and where the next song begins or it ended itself; both 0 before the first. */
    private long start;

    private long end;

    ListenedSong(Stage stage) {
        this.stage = stage;
    }

    /** The song that was on when a former process died was one: known before its item is, or when that is on no list any more. */
    void restore() {
        start = stage.room().song().told().startClock();
        end = OPEN;
    }

    /** Follows the song; before its take is begun. */
    void tick() {
        SongControl song = stage.room().song();
        long startClock = song.told().startClock();
        if (song.isOn() && startClock > 1 && startClock != start && isListenBack(song)) {
            start = startClock;
            end = OPEN;
            stage.present().changed(); // the next process is to know
        } else if (end == OPEN && startClock != start) {
            end = Math.max(start, startClock);
        } else if (end == OPEN && !song.isOn()) {
            end = Math.max(start, Math.min(stage.now(), song.told().endClock()));
        }
    }

    private boolean isListenBack(SongControl song) {
        SetListItem on = stage.program().on();
        return on != null && on.isListenBack() && on.id().equals(song.told().item());
    }

    /** Whether the song that began then is it. */
    boolean is(long startClock) {
        return startClock == start;
    }

    /** Whether a voice with this clock would be heard in it. */
    boolean silences(long clock) {
        return clock >= start && clock < end;
    }
}
