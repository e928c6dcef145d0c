package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.rpc.RpcCall;
import brigade.state.ring.ClosedStream;
import brigade.state.ring.MixRings;
import brigade.state.ring.RingMemory;
import brigade.state.ring.StreamKind;
import brigade.state.ring.VoiceChannel;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One room: takes the exchanges of its people in turn. Every exchange is checked as a whole before it changes
 * anything; then commands are applied, the voice goes in, the mix comes out. Agent thread only.
 */
final class Room implements SongControl.Listener {
    /** Seats and real delays that differ by no more are the same: half the spacing. */
    private static final long SAME_SEAT_SAMPLES = RoomLimits.SPACING_SECONDS * AudioFormat.SAMPLE_RATE_HZ / 2;

    private final Singers singers;
    private final SongControl song;
    private final Settings settings = new Settings();
    private final RoomCommands commands;
    private final Supplier<Tracks> trackSource;
    private final MetadataWriter metadata = new MetadataWriter();
    private final MemorySegment scratch;
    private final Stage stage;

    private Marks marks = new Marks();
    private Tracks tracks = Tracks.NONE;
    private SeatingPlan seating = SeatingPlan.initial();
    private long lastRequestClock = ExchangeRequest.NO_CLOCK;

    /** Whether {@link Rooms} tells it the time. */
    boolean isAwake;

    /** Whether a song of a former process runs: then unknown people are old friends, not newcomers to be moved. */
    private boolean recovered;

    /**
     * @param usersMax people it takes
     * @param random for seats and image words
     * @param ringSource where the rings' memory comes from
     * @param trackSource the tracks there are
     * @param scratch sound of one request, shared by all rooms
     * @param number the room's number in ticks
     * @param now the clock
     */
    Room(
            int usersMax,
            RandomGenerator random,
            RingSource ringSource,
            Supplier<Tracks> trackSource,
            MemorySegment scratch,
            Charter charter,
            int number,
            long now) {
        this.singers = new Singers(usersMax);
        this.scratch = scratch;
        this.stage = new Stage(this, number, charter, random);
        this.song = new SongControl(ringSource, this);
        this.trackSource = trackSource;
        this.commands = new RoomCommands(this, random);
        RingMemory memory = ringSource.recover();
        if (memory != null) {
            song.recover(memory, now);
            recoverSingers(now);
        }
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

    /** Where the room stands at {@code now}, for all who hear it, listeners included. */
    SongPhase phase(long now) {
        long listeners = stage.isOccupied(0) ? stage.allDelaySamples() : 0;
        return song.phase(now, Math.max(listeners, singersDelaySamples()));
    }

    /** Where the room stands at {@code now} for its singers: until the last row has heard the end. */
    SongPhase singingPhase(long now) {
        return song.phase(now, singersDelaySamples());
    }

    private long singersDelaySamples() {
        long old = AudioFormat.secondsToSamples(singers.largestDelaySeconds());
        return Math.max(old, stage.seats().lastOccupied() * stage.spacingSamples());
    }

    /** It was deleted: everybody leaves, its sound goes. */
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
            commands.applyVoice(singer);
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
            person.singer = singer;
            commands.applyVoice(singer);
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
        Tracks newest = trackSource.get();
        if (newest != tracks) {
            tracks = newest;
            tellAll(Once.TRACKS);
            song.recoverTrack(newest);
        }
        song.tick(now, singers);
        stage.tick(now);
        singers.expire(now);
    }

    /** Tells {@code value} to everybody with his next answer. */
    void tellAll(Once value) {
        for (Singer s = singers.oldest(); s != null; s = s.newer) {
            s.pending |= value.bit();
        }
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

    /** Answers one exchange; refusals are {@link WireException}s and leave everything as it was. */
    void exchange(ExchangeRequest request, RpcCall call, long now) {
        tick(now);
        checkClocks(request, call.requestDataBytes(), now);
        Singer known = singers.get(request.userId);
        if (known != null && known.person != null) {
            throw new WireException(403, "this id belongs to somebody who came another way");
        }
        boolean retry = known != null && isRetry(known, request);
        if (known != null && !retry && known.joined && !request.resetUserState) {
            checkContinues(known, request);
        }
        RoomCommands.Checked checked = retry ? null : commands.check(request);
        Singer singer = known == null ? admit(request.userId, now) : known;
        if (!retry && (!singer.joined || request.resetUserState)) {
            join(singer, known == null, request, now);
        }
        if (seating.isOutdated(singer.seat)) {
            seating.placeLast(singer.seat);
            singer.pending |= Once.DELAY_SECONDS.bit();
        }
        singers.heard(singer, now, now - request.readClock);
        if (checked == null) {
            singer.retries++;
        } else {
            commands.apply(singer, request, checked, now);
        }
        exchangeSound(singer, request, call, retry);
        answer(singer, request, call, retry, now);
    }

    @Override
    public void ringsMade(MixRings rings) {
        commands.applyVolumes(rings);
    }

    @Override
    public void ringsGone() {
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
    public void backingChanged() {
        tellAll(Once.BACKING_TRACK_TYPE);
    }

    private static void checkClocks(ExchangeRequest request, long dataBytes, long now) {
        int samples = request.samples;
        if (samples > WireLimits.V1_REQUEST_MAX_SAMPLES) {
            throw new WireException(
                    413, samples + " samples in one request; at most " + WireLimits.V1_REQUEST_MAX_SAMPLES);
        }
        if (samples < WireLimits.V1_SAMPLES_MULTIPLE || samples % WireLimits.V1_SAMPLES_MULTIPLE != 0) {
            throw WireException.malformed(
                    "n_samples " + samples + " is not a multiple of " + WireLimits.V1_SAMPLES_MULTIPLE);
        }
        if (request.readClock == ExchangeRequest.NO_CLOCK) {
            throw WireException.malformed("read_clock is missing");
        }
        checkClock("read_clock", request.readClock, samples, now);
        boolean writes = request.writeClock != ExchangeRequest.NO_CLOCK;
        if (writes) {
            checkClock("write_clock", request.writeClock, samples, now);
        }
        boolean needsData = writes || request.loopback;
        long wanted = needsData ? (long) samples * AudioFormat.SAMPLE_BYTES : 0;
        if (dataBytes != wanted && (needsData || dataBytes != (long) samples * AudioFormat.SAMPLE_BYTES)) {
            throw WireException.malformed(dataBytes + " bytes of sound for " + samples + " samples");
        }
    }

    private static void checkClock(String name, long clock, int samples, long now) {
        if (clock > now) {
            throw WireException.malformed(name + " lies " + (clock - now) + " samples in the future");
        }
        // Subtracting from now cannot overflow, subtracting from the client's number could.
        if (clock < now - RoomLimits.RING_SAMPLES + samples) {
            throw WireException.malformed(
                    name + " is too far in the past: " + RoomLimits.RING_SAMPLES + " samples are kept");
        }
    }

    private static boolean isRetry(Singer singer, ExchangeRequest request) {
        return singer.joined
                && request.readClock == singer.lastReadClock
                && request.writeClock == singer.answeredWriteClock;
    }

    private static void checkContinues(Singer singer, ExchangeRequest request) {
        boolean readGap = singer.lastReadClock != ExchangeRequest.NO_CLOCK
                && request.readClock - request.samples != singer.lastReadClock;
        boolean writeGap = singer.lastWriteClock != ExchangeRequest.NO_CLOCK
                && request.writeClock != ExchangeRequest.NO_CLOCK
                && request.writeClock - request.samples != singer.lastWriteClock;
        if (!readGap && !writeGap) {
            return;
        }
        long off = readGap
                ? request.readClock - request.samples - singer.lastReadClock
                : request.writeClock - request.samples - singer.lastWriteClock;
        singer.leaveClocks();
        singer.desyncs++;
        singer.seat.troubles++;
        throw new WireException(
                409,
                (readGap ? "read_clock" : "write_clock") + " does not continue the last one: off by " + off
                        + " samples");
    }

    private Singer admit(long userId, long now) {
        Singer singer = singers.add(userId, now);
        if (singer == null) {
            throw new WireException(429, "the room is full");
        }
        return singer;
    }

    private void join(Singer singer, boolean isNew, ExchangeRequest request, long now) {
        singer.leaveClocks();
        singer.joined = true;
        singer.pending = Once.ALL;
        if (isNew) {
            seating.placeLast(singer.seat);
        }
        // Old clients reconnect when told a delay: telling it again to one who keeps it would never end.
        long seatSamples = AudioFormat.secondsToSamples(singer.seat.delaySeconds);
        boolean keepsSeat = Math.abs(now - request.readClock - seatSamples) <= SAME_SEAT_SAMPLES;
        boolean mayMove = isNew ? !recovered || request.resetUserState : !keepsSeat;
        if (!mayMove) {
            singer.pending &= ~Once.DELAY_SECONDS.bit();
        }
    }

    private void takeVoice(Singer singer, ExchangeRequest request, MemorySegment pcm) {
        singer.lastReadClock = request.readClock;
        singer.answeredWriteClock = request.writeClock;
        if (request.writeClock == ExchangeRequest.NO_CLOCK) {
            singer.rms = 0;
            return;
        }
        singer.lastWriteClock = request.writeClock;
        MixRings rings = song.rings();
        if (rings == null) {
            singer.rms = singer.muted ? 0 : Loudness.rms(pcm, request.samples);
            return;
        }
        VoiceChannel voice = voiceOf(singer, rings);
        long startSample = request.writeClock - request.samples;
        int added = voice.write(startSample, pcm, 0, request.samples);
        singer.rms = voice.rms();
        Singer next = added == 0 ? null : singers.nextBehind(singer);
        if (next != null && next.lastReadClock > startSample) {
            singer.lateWrites++;
            singer.seat.troubles++;
        }
    }

    /** Takes the voice and puts the mix out; the reply's sound may lie over the request's. */
    private void exchangeSound(Singer singer, ExchangeRequest request, RpcCall call, boolean retry) {
        int samples = request.samples;
        long soundBytes = (long) samples * AudioFormat.SAMPLE_BYTES;
        UserTable table = singers.table();
        long readStart = request.readClock - samples;
        MixRings rings = song.rings();
        metadata.peopleHeard =
                request.loopback || singer.monitoring ? -1 : rings == null ? 0 : rings.voicesAt(readStart);
        // Nobody hears himself: where he sings into what he asks for, the mix is made before his voice goes in.
        boolean overlaps = !retry && request.writeClock != ExchangeRequest.NO_CLOCK && request.writeClock > readStart;
        boolean early = overlaps || request.loopback;
        if (request.loopback) {
            MemorySegment.copy(call.requestData(), 0, scratch, 0, soundBytes);
        } else if (early) {
            readMix(singer, readStart, samples, scratch);
        }
        if (!retry) {
            takeVoice(singer, request, call.requestData());
        }
        table.writeLevels(singer);
        MemorySegment out = call.replyData(soundBytes + (request.userSummary ? table.bytes() : 0));
        if (early) {
            MemorySegment.copy(scratch, 0, out, 0, soundBytes);
        } else {
            readMix(singer, readStart, samples, out);
        }
        if (request.userSummary) {
            table.copyTo(out, soundBytes);
        }
    }

    private void answer(Singer singer, ExchangeRequest request, RpcCall call, boolean retry, long now) {
        metadata.lastRequestClock = lastRequestClock == ExchangeRequest.NO_CLOCK ? now : lastRequestClock;
        lastRequestClock = now;
        metadata.again = retry;
        metadata.write(call.replyJson(), this, singer, request, now);
    }

    private void readMix(Singer singer, long startSample, int samples, MemorySegment out) {
        MixRings rings = song.rings();
        if (rings == null) {
            out.asSlice(0, (long) samples * AudioFormat.SAMPLE_BYTES).fill((byte) 0);
            return;
        }
        if (singer.reader == null) {
            singer.reader = rings.openReader();
            commands.applyReader(singer);
        }
        if (singer.monitoring) {
            singer.reader.readSolo(startSample, samples, out, 0);
        } else {
            singer.reader.read(startSample, samples, out, 0);
        }
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
