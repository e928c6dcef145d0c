package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.ring.ClosedStream;
import brigade.state.ring.MixRings;
import brigade.state.ring.StreamKind;
import brigade.wire.stream.StreamLimits;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * The side of a room that stream v2 sees: its people, who hears what, and what they are told. Agent thread only.
 *
 * <p>{@link Room} owns what both protocols share: singers, song, settings, marks.
 */
final class Stage {
    /** The highest row there can be. */
    static final int BUCKETS_MAX = 8;

    /** How often levels, rosters and counts are looked at. */
    private static final long SLOW_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 2;

    private final Room room;
    private final int number;
    private final Charter charter;
    private final RandomGenerator random;
    private final People people = new People();
    private final List<ShardRoom> shards = new ArrayList<>();
    private final StageStreams streams = new StageStreams();
    private final StageCounts counts = new StageCounts();
    private final StageSeats seats;
    private final StageNews news = new StageNews(this);
    private final TalkChoice talk = new TalkChoice(this);
    private final Desk desk;
    private final Program program;
    private final DeskMemory memory = new DeskMemory(this);
    private final TakeLog takes;
    private final ListenedSong listened = new ListenedSong(this);
    private final RoomEvents events;
    private final Present present;
    private long now;
    private long lastSlow;
    private long chats;
    private @Nullable Person marker;

    Stage(
            Room room,
            int number,
            Charter charter,
            RandomGenerator random,
            Measuring measuring,
            @Nullable Future<@Nullable JsonNode> setListFile,
            RoomKeeping keeping) {
        this.room = room;
        this.number = number;
        this.charter = charter;
        this.random = random;
        this.seats = new StageSeats(this, charter.evening.spacingSamples);
        this.desk = new Desk(this, measuring);
        this.program = new Program(this, setListFile);
        this.events = keeping.events();
        this.present = new Present(this, keeping.present());
        this.takes = new TakeLog(
                this, keeping.moves(), (clock, file) -> keeping.takes().save(charter.id, clock, file));
    }

    Room room() {
        return room;
    }

    /** Its number in ticks. */
    int number() {
        return number;
    }

    Charter charter() {
        return charter;
    }

    RandomGenerator random() {
        return random;
    }

    People people() {
        return people;
    }

    /** Shards with somebody of this room. */
    List<ShardRoom> shards() {
        return shards;
    }

    StageStreams streams() {
        return streams;
    }

    StageCounts counts() {
        return counts;
    }

    StageSeats seats() {
        return seats;
    }

    StageNews news() {
        return news;
    }

    Desk desk() {
        return desk;
    }

    /** What of the desk outlives a restart. */
    DeskMemory memory() {
        return memory;
    }

    /** The set list, and what of it is on. */
    Program program() {
        return program;
    }

    TalkChoice talk() {
        return talk;
    }

    /** The clock of the latest {@link #tick}. */
    long now() {
        return now;
    }

    /** Delay between two rows. */
    long spacingSamples() {
        return seats.spacingSamples();
    }

    /** Rows in use, the leader's included. */
    int rows() {
        return seats.rows();
    }

    /** How far behind now {@code bucket} listens; of 0 that of the listeners. */
    long delaySamples(int bucket) {
        return bucket == 0 ? seats.allDelaySamples() : bucket * seats.spacingSamples();
    }

    long allDelaySamples() {
        return seats.allDelaySamples();
    }

    long soloDelaySamples() {
        return seats.soloDelaySamples();
    }

    boolean isOccupied(int bucket) {
        return seats.isOccupied(bucket);
    }

    boolean isRowOneShared() {
        return seats.isRowOneShared();
    }

    boolean isSoloHeard() {
        return seats.isSoloHeard();
    }

    /** How many listen over sockets. */
    int listeners() {
        return seats.listeners();
    }

    /** Whether nobody new may come in. */
    boolean isLocked() {
        return charter.evening.locked;
    }

    /** Keeps somebody, and his device, out for the evening. */
    void bar(Person person) {
        long until = Charters.seconds(now + People.KNOWN_SAMPLES);
        charter.evening.bar(Evening.ofId(person.id), until);
        if (!person.device.isEmpty()) {
            charter.evening.bar(person.device, until);
        }
        charter.isSaved = false;
    }

    /** Locks the room, or opens it again. */
    void locked(boolean isLocked) {
        charter.evening.locked = isLocked;
        charter.isSaved = false;
    }

    /** Whether voices are recorded. */
    boolean isRecording() {
        return charter.evening.recording;
    }

    /** Begins or ends recording: all are told, and the shards follow. */
    void recording(boolean on) {
        if (charter.evening.recording != on) {
            charter.evening.recording = on;
            present.changed();
            charterChanged();
            news.roomChanged();
            listened.tick();
            takes.tick();
            if (!on) {
                takes.movesOver();
            }
        }
    }

    /** How the room stands, for the next process. */
    Present present() {
        return present;
    }

    /** The take of the song that runs. */
    TakeLog takes() {
        return takes;
    }

    /** The recording that all listen to together. */
    ListenedSong listened() {
        return listened;
    }

    /** Has journalled that {@code what} happened; {@code fields} writes the rest. */
    void event(String what, Consumer<JsonGenerator> fields) {
        RawJson event = RawJson.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("clock", now);
            json.writeStringProperty("room", charter.id);
            json.writeStringProperty("event", what);
            fields.accept(json);
            json.writeEndObject();
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.bytes());
        event.writeTo(bytes);
        events.event(bytes.toByteArray());
    }

    /** The same, of somebody. */
    void event(String what, Person person, Consumer<JsonGenerator> fields) {
        event(what, json -> {
            json.writeName("person");
            json.writeRawValue(person.idJson);
            fields.accept(json);
        });
    }

    /** Singers that may be here at a time. */
    int peopleMax() {
        return Math.min(charter.peopleMax, room.singers().max());
    }

    /** Writes what shards are told of the room. */
    void writeForShard(JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("room", number);
        json.writeStringProperty("id", charter.id);
        json.writeNumberProperty("messageFrames", charter.messageMs / 20);
        json.writeBooleanProperty("recording", isRecording());
        json.writeStringProperty("talk", talk.mode());
        json.writeName("talkers");
        json.writeRawValue(RoomNews.talkers(this));
        json.writeEndObject();
    }

    /** What the last row hears now. */
    long oldestHeardSample() {
        return onGrid(now - delaySamples(rows()));
    }

    /** Whether nobody is here or expected back to his seat. */
    boolean isEmpty() {
        for (int i = 0; i < people.all().size(); i++) {
            Person person = people.all().get(i);
            if (person.isHere() || People.isSeated(person, now)) {
                return false;
            }
        }
        return true;
    }

    /** Lets time pass: closes frames first of all. The song has been told the time already. */
    void tick(long nowSamples) {
        if (people.all().isEmpty()) {
            now = nowSamples;
            return;
        }
        now = nowSamples;
        updateStreams();
        followClocks();
        desk.tick();
        if (now - lastSlow >= SLOW_SAMPLES) {
            lastSlow = now;
            passSlowly();
        }
        talk.tick();
        news.tick();
        listened.tick(); // before a take of it is begun
        takes.tick();
    }

    /** Opens and closes streams as people sit now, and closes what is due. */
    void updateStreams() {
        MixRings rings = room.song().rings();
        if (rings != null) {
            streams.update(rings, this);
        }
    }

    /** Rings were dropped: streams go with them. */
    void ringsGone() {
        streams.ringsGone();
        desk.ringsGone();
    }

    /** What v1 reads of others' clocks is true of v2 as well: a row has heard up to now less its delay. */
    private void followClocks() {
        List<Person> all = people.all();
        for (int i = 0; i < all.size(); i++) {
            Person person = all.get(i);
            Singer singer = person.singer;
            if (singer == null || !person.isHere() || person.listens) {
                continue;
            }
            long delay = delaySamples(person.bucket);
            singer.lastReadClock = onGrid(now - delay);
            if (now - person.lastHeardMark >= AudioFormat.SAMPLE_RATE_HZ) {
                person.lastHeardMark = now;
                room.singers().heard(singer, now, delay);
            }
        }
    }

    private void passSlowly() {
        charter.evening.expire(Charters.seconds(now));
        if (people.expire(now)) {
            news.peopleChanged();
        }
        seats.pass();
        desk.slow();
        program.slow();
        memory.slow();
        takes.slow();
        present.slow();
        news.slow();
    }

    /** Sends {@code message} to one; does nothing when he is away. */
    void send(Person to, RawJson message) {
        Connection connection = to.connection;
        if (connection != null && !to.service) {
            connection.shardRoom.link.send(Out.to(connection, message));
        }
    }

    /** Sends {@code message} to all sockets of the room. */
    void sendAll(RawJson message) {
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).link.send(Out.toRoom(number, message));
        }
    }

    /** Sends {@code message} to those of the roles in {@code roles}, a JSON array of names. */
    void sendRoles(RawJson roles, RawJson message) {
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).link.send(new Out(Out.ALL, number, roles, message, null));
        }
    }

    /** The number of a message that is said now. */
    long nextChat() {
        return ++chats;
    }

    /** How many were said. */
    long chats() {
        return chats;
    }

    /** Passes on what a v1 client said. */
    void chatOfOldClient(Singer from, String text) {
        if (shards.isEmpty()) {
            return;
        }
        long number = nextChat();
        sendAll(RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "chat");
            json.writeName("from");
            json.writeRawValue(from.idJson);
            json.writeStringProperty("name", from.name);
            json.writeNumberProperty("clock", now);
            json.writeStringProperty("text", text);
            json.writeNumberProperty("chat", number);
            json.writeEndObject();
        }));
    }

    /** Who sets the marks that change next; null for a v1 client. */
    void markedBy(@Nullable Person person) {
        marker = person;
    }

    /** Tells everybody the marks that are new. */
    void marksChanged(Marks before, Marks next) {
        if (shards.isEmpty()) {
            return;
        }
        RawJson from = marker == null ? RawJson.NULL : marker.idJson;
        next.forEachNew(
                before,
                (id, clock) -> sendAll(RawJson.of(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("type", "mark");
                    json.writeStringProperty("id", id);
                    json.writeNumberProperty("clock", clock.longValue());
                    json.writeName("from");
                    json.writeRawValue(from);
                    json.writeEndObject();
                })));
    }

    /** How far the streams of those behind {@code singer} are closed; {@link Long#MIN_VALUE} when nobody's are. */
    long closedBehind(Singer singer) {
        if (singer.person == null) {
            return Long.MIN_VALUE;
        }
        long closed = streams.closedBehind(singer.person.bucket);
        ClosedStream lead = streams.get(StreamKind.LEAD, 0);
        boolean leads = singer == room.song().leader();
        return leads && lead != null ? Math.max(closed, lead.closedUpToSample()) : closed;
    }

    /** The room's settings are others: everybody, the shards and the room's file follow. */
    void charterChanged() {
        news.shardsChanged();
        charter.isSaved = false;
    }

    /** Makes all links of {@code role} void; hosts and helpers who came by one leave, but who asked. */
    int revoke(Role role, @Nullable Person asker) {
        int epoch = charter.revoke(role);
        charter.isSaved = false;
        for (Person person : List.copyOf(people.all())) {
            if (person.role != role) {
                continue;
            }
            if (person == asker) {
                person.epoch = epoch;
            } else if (person.isHere() && role.mayActAs(Role.HELPER)) {
                PeopleCommands.leave(this, person, "revoked");
            }
        }
        return epoch;
    }

    /** The v2 person behind {@code singer}; null when he speaks v1. */
    static @Nullable Person personOf(@Nullable Singer singer) {
        return singer == null ? null : singer.person;
    }

    /** {@code sample} taken down to the grid. */
    static long onGrid(long sample) {
        return Math.floorDiv(sample, StreamLimits.FRAME_SAMPLES) * StreamLimits.FRAME_SAMPLES;
    }

    /** {@code samples} rounded up to the grid. */
    static long upToGrid(long samples) {
        return Math.ceilDiv(samples, StreamLimits.FRAME_SAMPLES) * StreamLimits.FRAME_SAMPLES;
    }
}
