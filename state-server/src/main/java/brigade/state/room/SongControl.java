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
    private static final Logger LOG = LoggerFactory.getLogger(SongControl.class);

    /** An old client's leader who was not heard for so long may have gone: 2 s. */
    private static final long AWAY_SAMPLES = 2L * AudioFormat.SAMPLE_RATE_HZ;

    private final SongMemory memory;
    private final SongTold told;
    private final SongListener listener;

    private @Nullable Singer leader;
    private @Nullable Singer lastLeader;
    private @Nullable SongStart armed;

    /** The latest song; null before the first. */
    private @Nullable RingSong song;

    /** Whether {@link #song} goes on until somebody or its track ends it. */
    private boolean open;

    SongControl(RingSource source, SongListener listener) {
        this.memory = new SongMemory(source, listener);
        this.told = new SongTold(listener);
        this.listener = listener;
    }

    /** What clients are told of the latest song. */
    SongTold told() {
        return told;
    }

    /** Who leads, or null. */
    @Nullable
    Singer leader() {
        return leader;
    }

    /** The rings; null while nothing was sung for a while. */
    @Nullable
    MixRings rings() {
        return memory.rings();
    }

    /** The latest song in the rings, or null. */
    @Nullable
    RingSong song() {
        return song;
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
            return memory.isReserved() && rings() != null ? SongPhase.ARMED : SongPhase.LED;
        }
        return isTrailing(now, largestDelaySamples) ? SongPhase.TRAILING : SongPhase.IDLE;
    }

    /** Whether the last bucket still hears the latest song, whose end is known; also when the next one leads already. */
    boolean isTrailing(long now, long largestDelaySamples) {
        return song != null && song.endSample() > song.startSample() && now - largestDelaySamples < song.endSample();
    }

    /** Beats of the count-in of the latest song; 0 without. */
    int countInBeats() {
        return song == null ? 0 : song.plan().countInBeats();
    }

    /** First beat after the count-in of the latest song; its start without one. */
    long firstClock() {
        return told.startClock()
                + (song == null || told.startClock() != song.startSample()
                        ? 0
                        : song.plan().countInSamples());
    }

    /** When the leader will be given up unless he comes back; 0 while he is here, or nobody leads a song. */
    long leaderGoneAt(long now) {
        Singer led = leader;
        if (led == null || !isOn() || led.isNobody()) {
            return 0;
        }
        boolean away = led.person == null ? now - led.lastHeard > AWAY_SAMPLES : !led.person.isHere();
        return away ? led.lastHeard + RoomLimits.LEADER_GONE_SAMPLES : 0;
    }

    /** Name of the running song's track; empty without. */
    String trackName() {
        return song == null ? "" : song.plan().trackName();
    }

    /** Gets the memory of the coming song now, so that its start is immediate. */
    void reserve() {
        memory.reserve();
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
        song = null;
        open = false;
        memory.giveBack();
    }

    /** Whether a song runs or is about to. */
    boolean isOn() {
        return open || armed != null;
    }

    /** Makes {@code singer} the leader: of the running song if there is one, else of the next. */
    void lead(Singer singer) {
        leader = singer;
        lastLeader = singer;
        memory.prepare();
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
        told.runsFrom(start.clock());
        memory.prepare();
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
        } else if (leader != null || singer != lastLeader || told.endClock() == 0) {
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
        SongStart waits = armed;
        if (waits != null) {
            try {
                arm(now);
            } catch (NoRoomForSongException e) {
                LOG.warn("a song could not start: {}", e.getMessage());
                abandon();
                listener.couldNotStart(waits.starter(), String.valueOf(e.getMessage()));
            }
        }
        if (leader != null) {
            memory.pollReserved(now);
        }
        MixRings rings = rings();
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
            song = null;
            memory.giveBack();
        }
    }

    /** Goes on with the song of a former process. */
    void recover(RingMemory left, long now) {
        MixRings recovered = memory.open(left, now);
        if (recovered.songs().isEmpty()) {
            return;
        }
        RingSong last = recovered.songs().getLast();
        song = last;
        boolean aborted = last.endSample() == last.startSample();
        boolean untilTrackEnds = !last.plan().trackName().isEmpty() && now < last.endSample();
        open = last.endSample() == RingSong.RUNNING || (untilTrackEnds && !aborted);
        if (aborted) {
            told.aborted();
        } else {
            told.runsFrom(last.startSample());
            if (!open) {
                told.endedAt(last.endSample());
            }
        }
        if (last.plan().metronome()) {
            setBacking(
                    last, BackingSound.metronome(last.plan().bpm(), last.plan().beatsPerRepeat()), SongTold.METRONOME);
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
                setBacking(song, track, SongTold.TRACK);
            }
        }
    }

    private void arm(long now) throws NoRoomForSongException {
        SongStart start = armed;
        if (start == null) {
            return;
        }
        MixRings rings = memory.poll(now);
        if (rings == null) {
            return;
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
        memory.used();
        song = started;
        open = true;
        told.runsFrom(from);
        BackingSound backing = start.backing();
        setBacking(started, backing, start.backingType());
        if (backing != null && backing.samples() != Long.MAX_VALUE) {
            started.endAt(from + started.plan().countInSamples() + backing.samples());
        }
    }

    private void setBacking(RingSong to, @Nullable BackingSound sound, String type) {
        to.backing(sound == null ? null : sound.delayed(to.plan().countInSamples()));
        told.backing(type);
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
        leader = null;
        told.endedAt(end);
        told.backing(SongTold.NO_BACKING);
    }

    private void abort() {
        armed = null;
        open = false;
        leader = null;
        if (song != null) {
            song.abort();
        }
        told.aborted();
        told.backing(SongTold.NO_BACKING);
    }

    /** An armed song that never began: what trails goes on. */
    private void abandon() {
        armed = null;
        leader = null;
        told.aborted();
        told.backing(SongTold.NO_BACKING);
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
