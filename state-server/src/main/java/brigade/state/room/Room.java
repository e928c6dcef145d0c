package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.ring.ClosedStream;
import brigade.state.ring.MixRings;
import brigade.state.ring.RingMemory;
import brigade.state.ring.StreamKind;
import brigade.state.ring.VoiceChannel;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One room: what its v1 and v2 people share, singers, song, settings and marks, and how time passes for all of it. Agent
 * thread only.
 */
final class Room implements SongListener {
    /** Who speaks to old clients when it is the server: they know chat only. */
    private static final String SERVER_NAME = "Brigade";

    private final Singers singers;
    private final SongControl song;
    private final Settings settings = new Settings();
    private final RoomCommands commands;
    private final @Nullable RoomTracks trackSource;
    private final RoomLevels levels;
    private final OldClients oldClients;
    private final Stage stage;

    private Marks marks = new Marks();
    private Tracks tracks = Tracks.NONE;
    private SeatingPlan seating = SeatingPlan.initial();

    /** Whether {@link Rooms} tells it the time. */
    boolean isAwake;

    private boolean recovered;
    private Closing closing = Closing.NO;
    private @Nullable String chosenTrack;

    /**
     * @param usersMax people it takes
     * @param random for seats and image words
     * @param ringSource where the rings' memory comes from
     * @param trackSource the tracks there are; null for none
     * @param scratch sound of one request, shared by all rooms
     * @param number the room's number in ticks
     * @param measuring looks at voices
     * @param setListFile the set list that is being loaded; null for a new one
     * @param keeping where what happens is kept
     * @param now the clock
     */
    Room(
            int usersMax,
            RandomGenerator random,
            RingSource ringSource,
            @Nullable RoomTracks trackSource,
            MemorySegment scratch,
            Charter charter,
            int number,
            Measuring measuring,
            @Nullable Future<@Nullable JsonNode> setListFile,
            RoomKeeping keeping,
            long now) {
        this.singers = new Singers(usersMax);
        this.stage = new Stage(this, number, charter, random, measuring, setListFile, keeping);
        this.song = new SongControl(ringSource, this);
        this.trackSource = trackSource;
        this.commands = new RoomCommands(this, random);
        this.levels = new RoomLevels(this);
        this.oldClients = new OldClients(this, scratch);
        RingMemory memory = ringSource.recover();
        if (memory != null) {
            song.recover(memory, now);
            recoverSingers(now);
        }
        stage.present().restore(charter.present, now);
        charter.present = null;
    }

    Singers singers() {
        return singers;
    }

    SongControl song() {
        return song;
    }

    Settings settings() {
        return settings;
    }

    Marks marks() {
        return marks;
    }

    void marks(Marks next) {
        Marks before = marks;
        marks = next;
        stage.present().changed();
        stage.marksChanged(before, next);
    }

    Tracks tracks() {
        return tracks;
    }

    SeatingPlan seating() {
        return seating;
    }

    void seating(SeatingPlan next) {
        seating = next;
    }

    /** The side that stream v2 sees. */
    Stage stage() {
        return stage;
    }

    RoomCommands commands() {
        return commands;
    }

    /** How loud everybody and everything is. */
    RoomLevels levels() {
        return levels;
    }

    /** Whether a song of a former process runs: then unknown people are old friends, not newcomers to be moved. */
    boolean isRecovered() {
        return recovered;
    }

    /** Its v1 clients. */
    OldClients oldClients() {
        return oldClients;
    }

    /** Where the room stands at {@code now}, for all who hear it, listeners included. */
    SongPhase phase(long now) {
        return song.phase(now, largestDelaySamples());
    }

    /** Whether a song is about to begin, or anybody hears one: then sound has to go out at each frame. */
    boolean isSounding(long now) {
        SongPhase phase = phase(now);
        return (phase != SongPhase.IDLE && phase != SongPhase.LED) || song.isTrailing(now, largestDelaySamples());
    }

    private long largestDelaySamples() {
        long listeners = stage.isOccupied(0) ? stage.allDelaySamples() : 0;
        return Math.max(listeners, singersDelaySamples());
    }

    /** Where the room stands at {@code now} for its singers: until the last row has heard the end. */
    SongPhase singingPhase(long now) {
        return song.phase(now, singersDelaySamples());
    }

    private long singersDelaySamples() {
        long old = AudioFormat.secondsToSamples(singers.largestDelaySeconds());
        return Math.max(old, stage.seats().lastOccupied() * stage.spacingSamples());
    }

    /** Whether songs begin here; tells all who are here when that is news. */
    void closing(Closing next) {
        if (closing == next) {
            return;
        }
        closing = next;
        stage.news().roomChanged();
        if (next != Closing.NO) {
            stage.sendAll(Admission.error(new StageError(StageError.UNAVAILABLE, next.sentence()), ""));
            UserTable present = singers.table();
            for (int row = 0; row < present.size(); row++) {
                tellClosing(present.at(row));
            }
        }
    }

    /** Tells somebody of exchange v1 that no song begins, and why; nothing where songs do. */
    void tellClosing(Singer oldClient) {
        if (closing != Closing.NO && oldClient.person == null) {
            oldClient.chats.add(Chats.message(SERVER_NAME, closing.sentence()));
        }
    }

    /** Whether songs begin here, and why not. */
    Closing closing() {
        return closing;
    }

    /** It is in the house at {@code url} from now on: everybody is told and leaves; how many of stream v2 that were. */
    int moved(String url) {
        RawJson moved = Admission.moved(url);
        int told = 0;
        for (Person person : List.copyOf(stage.people().all())) {
            if (person.isHere()) {
                told += person.service ? 0 : 1;
                stage.send(person, moved);
                PeopleCommands.leave(stage, person, Admission.MOVED);
            }
        }
        return told;
    }

    /** It was deleted, or has moved: everybody who is still here leaves, its sound goes. */
    void close() {
        for (Person person : List.copyOf(stage.people().all())) {
            if (person.isHere()) {
                PeopleCommands.leave(stage, person, "removed");
            }
        }
        song.close();
    }

    /** Whether nothing happens in it: nobody is here, nothing sounds. */
    boolean isIdle() {
        return song.rings() == null && song.leader() == null && singers.active() == 0 && stage.isEmpty();
    }

    /** The voice of {@code singer} in the rings, opened when he has none. */
    VoiceChannel voiceOf(Singer singer, MixRings rings) {
        VoiceChannel voice = singer.voice;
        if (voice == null) {
            voice = rings.openVoice(singer.id);
            singer.voice = voice;
            levels.applyVoice(singer);
        }
        return voice;
    }

    /**
     * Makes {@code person} one of the singers, with what he was set to before.
     *
     * @throws StageError when the room is full
     */
    Singer sing(Person person) {
        Singer singer = person.singer;
        if (singer == null) {
            singer = singers.get(person.id);
            if (singer == null) {
                singer = singers.add(person.id, stage.now());
            }
            if (singer == null) {
                throw new StageError(StageError.FULL, "The room is full. You can still listen.");
            }
            singer.person = person;
            singer.joined = false;
            singer.micVolume = person.fader;
            singer.muted = person.muted;
            singer.soloed = person.soloed;
            singer.section = person.section;
            person.singer = singer;
            levels.applyVoice(singer);
        }
        singer.rename(person.name);
        if (singer.isActive()) {
            singers.table().writeIdAndName(singer);
        }
        return singer;
    }

    /** Seats everybody for the song of {@code leader}, old clients and new ones. */
    void reseat(Singer leader) {
        if (stage.seats().lastSinger() > 0) {
            new StageSeating(stage).seat(leader);
        } else {
            commands.seatOldClients(leader);
        }
    }

    /** Lets time pass; called between exchanges too, several times a second. */
    void tick(long now) {
        Tracks newest = trackSource == null ? Tracks.NONE : trackSource.current();
        chooseTrack();
        if (newest != tracks) {
            tracks = newest;
            tellAll(Once.TRACKS);
            song.recoverTrack(newest);
        }
        song.tick(now, singers);
        stage.tick(now);
        singers.expire(now);
    }

    /** What is to sound has to be in memory: the track of the next song, until then that of the one before. */
    private void chooseTrack() {
        String wanted = settings.track;
        if (trackSource == null) {
            return;
        }
        if (wanted != null && !wanted.equals(chosenTrack)) {
            chosenTrack = wanted;
            trackSource.choose(wanted);
        } else if (wanted == null && chosenTrack == null && !song.trackName().isEmpty()) {
            chosenTrack = song.trackName(); // a former process' song
            trackSource.choose(song.trackName());
        }
    }

    /** Whether the track that was chosen can sound; true without one. */
    boolean isTrackReady() {
        String wanted = settings.track;
        return wanted == null || !tracks.has(wanted) || tracks.get(wanted) != null;
    }

    /** Tells {@code value} to everybody with his next answer. */
    void tellAll(Once value) {
        for (Singer s = singers.oldest(); s != null; s = s.newer) {
            s.pending |= value.bit();
        }
        stage.present().changed();
        stage.news().roomChanged();
    }

    /** Tells everybody that there is a new image. */
    void showImage() {
        commands.showImage();
    }

    /** Does what a program without a seat asks; refusals are {@link WireException}s and leave everything as it was. */
    void control(ExchangeRequest request, long now) {
        tick(now);
        commands.control(request, commands.check(request), now);
    }

    @Override
    public void ringsMade(MixRings rings) {
        rings.moves(stage.takes().moves(rings.nowSamples()));
        levels.applyVolumes(rings);
    }

    @Override
    public void ringsGone() {
        stage.takes().movesOver();
        for (Singer s = singers.oldest(); s != null; s = s.newer) {
            s.leaveRings();
        }
        stage.ringsGone();
        recovered = false;
    }

    @Override
    public long earliestStart() {
        // Rows that have heard silence there would miss its beginning.
        ClosedStream backing = stage.streams().get(StreamKind.BACKING, 0);
        return backing == null ? Long.MIN_VALUE : backing.closedUpToSample();
    }

    @Override
    public void couldNotStart(Singer starter, String why) {
        Person person = starter.person;
        if (person != null) {
            stage.send(person, Admission.error(SongCommands.noMemory(why), "start"));
        }
    }

    @Override
    public void backingChanged() {
        tellAll(Once.BACKING_TRACK_TYPE);
    }

    /**
     * Takes a v1 client in.
     *
     * @throws WireException 429 when the room is full
     */
    Singer admit(long userId, long now) {
        Singer singer = singers.add(userId, now);
        if (singer == null) {
            throw new WireException(429, "the room is full");
        }
        return singer;
    }

    private void recoverSingers(long now) {
        MixRings rings = song.rings();
        if (rings == null) {
            return;
        }
        recovered = true;
        int lastRow = seating.rows();
        long largestDelay = 0;
        for (long userId : rings.recoveredSingers()) {
            Singer singer = admit(userId, now);
            singer.voice = rings.openVoice(userId);
            singer.joined = true; // his clocks go on: whatever he sends next is taken
            singer.seat.delaySeconds = (int) (singer.voice.delaySamples() / AudioFormat.SAMPLE_RATE_HZ);
            largestDelay = Math.max(largestDelay, singer.voice.delaySamples());
            singer.seat.row = Math.max(1, singer.seat.delaySeconds / RoomLimits.SPACING_SECONDS);
            lastRow = Math.max(lastRow, Math.min(singer.seat.row, RoomLimits.ROWS_MAX));
        }
        seating = SeatingPlan.ofRows(lastRow);
        @Nullable
        Singer leader = song.song() == null ? null : singers.get(song.song().leaderId());
        if (leader == null && song.song() != null && song.isOn()) {
            leader = admit(song.song().leaderId(), now);
        }
        if (leader != null) {
            song.recoverLeader(leader);
            if (leader.voice != null && leader.voice.delaySamples() > 0) {
                stage.seats().recover(leader.voice.delaySamples(), largestDelay);
            }
        }
    }
}
