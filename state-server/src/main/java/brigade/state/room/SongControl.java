package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.ring.BackingSound;
import brigade.state.ring.MixRings;
import brigade.state.ring.NoRoomForSongException;
import brigade.state.ring.RingMemory;
import brigade.state.ring.RingSong;
import brigade.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The songs of one room: idle, led, armed, singing, trailing. Owns the leader, the rings and the song clocks that
 * clients are told.
 *
 * <p>The phase is not stored but follows from what there is, so that no two facts can disagree. Agent thread only.
 */
final class SongControl {
    /** {@code backing_track_type} when nothing plays. */
    static final String NO_BACKING = "";

    static final String METRONOME = "Metronome";
    static final String TRACK = "Backing Track";

    /** Both song clocks of an aborted song, as clients know it. */
    private static final long ABORTED_CLOCK = 1;

    private static final Logger LOG = LoggerFactory.getLogger(SongControl.class);

    /** Told of what concerns everybody in the room. */
    interface Listener {
        /** Rings were made: volumes have to be set. */
        void ringsMade(MixRings rings);

        /** Rings are gone: nobody may use what he got from them. */
        void ringsGone();

        /** Nothing may start before: it was heard as silence already. */
        long earliestStart();

        /** Another sound, or none, plays under the song. */
        void backingChanged();
    }

    private final RingSource source;
    private final Listener listener;

    private @Nullable Singer leader;
    private @Nullable Singer lastLeader;
    private @Nullable MixRings rings;
    private @Nullable SongStart armed;

    /** The latest song; null before the first. */
    private @Nullable RingSong song;

    /** Whether {@link #song} goes on until somebody or its track ends it. */
    private boolean open;

    private long startClock;
    private long endClock;
    private String backingType = NO_BACKING;

    /** Whether memory was asked for before a start, so that this is immediate. */
    private boolean reserved;

    private int countInBeats;

    SongControl(RingSource source, Listener listener) {
        this.source = source;
        this.listener = listener;
    }

    /** Who leads, or null. */
    @Nullable
    Singer leader() {
        return leader;
    }

    /** The rings; null while nothing was sung for a while. */
    @Nullable
    MixRings rings() {
        return rings;
    }

    /** The latest song in the rings, or null. */
    @Nullable
    RingSong song() {
        return song;
    }

    /** Start of the latest song as clients are told: 0 before the first, 1 after an abort. */
    long startClock() {
        return startClock;
    }

    /** End of the latest song as clients are told: 0 while it runs, 1 after an abort. */
    long endClock() {
        return endClock;
    }

    /** {@code backing_track_type}. */
    String backingType() {
        return backingType;
    }

    /**
     * Where the room stands.
     *
     * @param largestDelaySamples how far behind {@code now} the last bucket listens
     */
    SongPhase phase(long now, long largestDelaySamples) {
        if (armed != null) {
            return SongPhase.ARMED;
        }
        if (open) {
            return SongPhase.SINGING;
        }
        if (leader != null) {
            return reserved && rings != null ? SongPhase.ARMED : SongPhase.LED;
        }
        boolean trailing =
                song != null && song.endSample() > song.startSample() && now - largestDelaySamples < song.endSample();
        return trailing ? SongPhase.TRAILING : SongPhase.IDLE;
    }

    /** Name of the running song's track; empty without. */
    String trackName() {
        return song == null ? "" : song.plan().trackName();
    }

    /** Beats that the starter counts before he sings; 0 without. */
    int countInBeats() {
        return countInBeats;
    }

    void countInBeats(int beats) {
        countInBeats = beats;
    }

    /** Gets the memory of the coming song now, so that its start is immediate. */
    void reserve() {
        reserved = true;
        prepareRings();
    }

    /** Ends the running song gracefully, whoever asks; aborts one that has not begun. */
    void end(Singers singers) {
        if (!open) {
            if (armed != null) {
                abort();
            }
            leader = null;
            return;
        }
        endGracefully(leader, singers);
    }

    /** Ends all that sounds at once, for all. */
    void endAtOnce() {
        abort();
    }

    /** Gives the memory back. */
    void close() {
        MixRings last = rings;
        if (last != null) {
            rings = null;
            song = null;
            open = false;
            listener.ringsGone();
            source.discard(last.memory());
        }
    }

    /** Whether a song runs or is about to. */
    boolean isOn() {
        return open || armed != null;
    }

    /** Makes {@code singer} the leader: of the running song if there is one, else of the next. */
    void lead(Singer singer) {
        leader = singer;
        lastLeader = singer;
        prepareRings();
        if (open && song != null) {
            song.leaderId(singer.id);
        }
    }

    /**
     * Starts a song, or arms it until its memory is there. A running song ends where the new one starts.
     *
     * @throws WireException 503 when there is no memory, 429 when too many songs still trail
     */
    void start(SongStart start, long now) {
        if (open && song != null) {
            long cut = Math.max(song.startSample(), start.clock());
            song.endAt(Math.min(cut, song.endSample()));
            open = false;
        }
        if (leader == null) {
            leader = start.starter();
            lastLeader = leader;
        }
        armed = start;
        startClock = start.clock();
        endClock = 0;
        prepareRings();
        try {
            arm(now);
        } catch (NoRoomForSongException e) {
            abandon();
            throw new WireException(503, "no room for another song: " + e.getMessage());
        }
    }

    /** Stops the song as {@code singer} may: gracefully when he leads, at once for all otherwise. */
    void stop(Singer singer, Singers singers) {
        if (open && singer == leader) {
            endGracefully(singer, singers);
        } else if (isOn()) {
            abort();
        } else if (singer == leader && song != null && song.endSample() > song.startSample()) {
            leader = null; // he gives up the lead before he started; the song before trails on
        } else if (leader != null || singer != lastLeader || endClock == 0) {
            abort();
        }
        // Else the leader who ended this song said so twice.
    }

    /**
     * Lets time pass: memory arrives, tracks end, leaders leave, rings are given back.
     *
     * @param now the clock; not before the last call's
     */
    void tick(long now, Singers singers) {
        if (armed != null) {
            try {
                arm(now);
            } catch (NoRoomForSongException e) {
                LOG.warn("a song could not start: {}", e.getMessage());
                abandon();
            }
        }
        if (rings == null && reserved && leader != null) {
            pollReserved(now);
        }
        if (rings == null) {
            dropSilentLeader(now, singers);
            return;
        }
        rings.advanceTo(now);
        if (open && song != null && now >= song.endSample()) {
            finish(song.endSample());
        }
        dropSilentLeader(now, singers);
        if (!isOn() && leader == null && rings.songs().isEmpty()) {
            MixRings idle = rings;
            rings = null;
            song = null;
            listener.ringsGone();
            source.discard(idle.memory());
        }
    }

    /** Goes on with the song of a former process. */
    void recover(RingMemory memory, long now) {
        MixRings recovered = new MixRings(memory, now);
        rings = recovered;
        listener.ringsMade(recovered);
        if (recovered.songs().isEmpty()) {
            return;
        }
        RingSong last = recovered.songs().getLast();
        song = last;
        boolean aborted = last.endSample() == last.startSample();
        boolean untilTrackEnds = !last.plan().trackName().isEmpty() && now < last.endSample();
        open = last.endSample() == RingSong.RUNNING || (untilTrackEnds && !aborted);
        startClock = aborted ? ABORTED_CLOCK : last.startSample();
        endClock = aborted ? ABORTED_CLOCK : open ? 0 : last.endSample();
        if (last.plan().metronome()) {
            setBacking(
                    last, BackingSound.metronome(last.plan().bpm(), last.plan().beatsPerRepeat()), METRONOME);
        }
    }

    /** Gives a recovered song its leader back. */
    void recoverLeader(Singer singer) {
        if (open) {
            leader = singer;
            lastLeader = singer;
        }
    }

    /** Gives a recovered song its track back, as soon as that is loaded. */
    void recoverTrack(Tracks tracks) {
        if (open
                && song != null
                && song.backing() == null
                && !song.plan().trackName().isEmpty()) {
            BackingSound track = tracks.get(song.plan().trackName());
            if (track != null) {
                setBacking(song, track, TRACK);
            }
        }
    }

    private void pollReserved(long now) {
        prepareRings();
        try {
            RingMemory memory = source.poll();
            if (memory != null) {
                rings = new MixRings(memory, now);
                listener.ringsMade(rings);
            }
        } catch (NoRoomForSongException e) {
            LOG.warn("no memory for the coming song: {}", e.getMessage());
            reserved = false;
        }
    }

    /**
     * Gets memory where there is none yet. Only then: a new ring file takes the name of the one that is in use, and what
     * is sung from then on would not outlive this process.
     */
    private void prepareRings() {
        if (rings == null) {
            source.prepare();
        }
    }

    private void arm(long now) throws NoRoomForSongException {
        SongStart start = armed;
        if (start == null) {
            return;
        }
        if (rings == null) {
            RingMemory memory = source.poll();
            if (memory == null) {
                return;
            }
            rings = new MixRings(memory, now);
            listener.ringsMade(rings);
        }
        Singer leads = leader == null ? start.starter() : leader;
        long from = Math.max(Math.max(start.clock(), rings.earliestStartSample()), listener.earliestStart());
        RingSong started;
        try {
            started = rings.startSong(start.plan(from, leads.id));
        } catch (IllegalStateException e) {
            abandon();
            throw new WireException(429, "too many songs at once: wait until the last ones have gone by");
        }
        armed = null;
        reserved = false;
        song = started;
        open = true;
        startClock = from;
        setBacking(started, start.backing(), start.backingType());
        BackingSound backing = start.backing();
        if (backing != null && backing.samples() != Long.MAX_VALUE) {
            started.endAt(from + backing.samples());
        }
    }

    private void setBacking(RingSong to, @Nullable BackingSound sound, String type) {
        to.backing(sound);
        backingType = type;
        listener.backingChanged();
    }

    private void endGracefully(@Nullable Singer led, Singers singers) {
        RingSong running = song;
        if (running == null) {
            return;
        }
        long last = led == null || led.voice == null ? 0 : led.voice.writtenUpTo();
        if (last <= running.startSample()) {
            last = furthestVoice(singers);
        }
        if (last <= running.startSample()) {
            abort();
            return;
        }
        long end = Math.min(last + RoomLimits.TAIL_SAMPLES, running.endSample());
        running.endAt(end);
        finish(end);
    }

    private void finish(long end) {
        open = false;
        endClock = end;
        leader = null;
        clearBackingType();
    }

    private void abort() {
        armed = null;
        open = false;
        leader = null;
        if (song != null) {
            song.abort();
        }
        startClock = ABORTED_CLOCK;
        endClock = ABORTED_CLOCK;
        clearBackingType();
    }

    /** An armed song that never began: what trails goes on. */
    private void abandon() {
        armed = null;
        leader = null;
        startClock = ABORTED_CLOCK;
        endClock = ABORTED_CLOCK;
        clearBackingType();
    }

    private void clearBackingType() {
        backingType = NO_BACKING;
        listener.backingChanged();
    }

    private void dropSilentLeader(long now, Singers singers) {
        Singer led = leader;
        if (led == null || now - led.lastHeard < RoomLimits.LEADER_GONE_SAMPLES) {
            return;
        }
        LOG.info("the leader has not been heard for {} s", (now - led.lastHeard) / AudioFormat.SAMPLE_RATE_HZ);
        if (open) {
            endGracefully(led, singers);
        } else if (armed != null) {
            abandon();
        }
        leader = null;
    }

    private static long furthestVoice(Singers singers) {
        long furthest = 0;
        for (Singer s = singers.oldest(); s != null; s = s.newer) {
            if (s.voice != null) {
                furthest = Math.max(furthest, s.voice.writtenUpTo());
            }
        }
        return furthest;
    }
}
