package brigade.state.room;

import brigade.state.ring.BackingSound;
import brigade.state.ring.SongPlan;
import org.jspecify.annotations.Nullable;

/**
 * A song that somebody started: what it will be, as the room was set at that moment.
 *
 * @param starter who started it
 * @param clock his read clock: the first sample, unless a song before still sounds there
 * @param bpm metronome beats a minute; 0 without
 * @param beatsPerRepeat beats of one round; 0 without
 * @param repeats how often voices come again; 0 without
 * @param backing what plays under it, or null
 * @param backingType what clients are told of it
 * @param trackName the track's name, empty without
 * @param countInBeats beats before the first one that is sung; 0 without
 */
record SongStart(
        Singer starter,
        long clock,
        int bpm,
        int beatsPerRepeat,
        int repeats,
        @Nullable BackingSound backing,
        String backingType,
        String trackName,
        int countInBeats) {
    /** The song of {@code settings} as they are: a metronome when there is a beat, else the track that was asked for. */
    static SongStart of(Singer starter, long clock, Settings settings, Tracks tracks) {
        return of(starter, clock, settings, tracks, 0);
    }

    /** The song of stream v2: the track that was asked for, else a metronome when there is a beat; after a count-in. */
    static SongStart after(int countInBeats, Singer starter, long clock, Settings settings, Tracks tracks) {
        String name = settings.track;
        BackingSound track = name == null ? null : tracks.get(name);
        if (name == null || track == null) {
            return of(starter, clock, settings, tracks, countInBeats);
        }
        boolean rounds = settings.repeatSeconds() > 0;
        return new SongStart(
                starter,
                clock,
                settings.bpm,
                rounds ? settings.bpr : 0,
                rounds ? settings.repeats : 0,
                track,
                SongTold.TRACK,
                name,
                countInBeats);
    }

    private static SongStart of(Singer starter, long clock, Settings settings, Tracks tracks, int countInBeats) {
        boolean rounds = settings.repeatSeconds() > 0;
        int bpr = rounds ? settings.bpr : 0;
        int repeats = rounds ? settings.repeats : 0;
        if (settings.bpm > 0) {
            // What a v1 client set has no bar of its own: its rounds are accented.
            BackingSound click = settings.beats > 0
                    ? BackingSound.metronome(settings.bpm, settings.beats, settings.accents)
                    : BackingSound.metronome(settings.bpm, settings.bpr);
            return new SongStart(
                    starter, clock, settings.bpm, bpr, repeats, click, SongTold.METRONOME, "", countInBeats);
        }
        String name = settings.track;
        BackingSound track = name == null ? null : tracks.get(name);
        return name == null || track == null
                ? new SongStart(starter, clock, 0, 0, 0, null, SongTold.NO_BACKING, "", 0)
                : new SongStart(starter, clock, 0, 0, 0, track, SongTold.TRACK, name, 0);
    }

    /** What the ring keeps of it. */
    SongPlan plan(long startSample, long leaderId) {
        boolean metronome = backing != null && backing.isMetronome();
        return new SongPlan(startSample, leaderId, bpm, beatsPerRepeat, repeats, metronome, trackName, countInBeats);
    }
}
