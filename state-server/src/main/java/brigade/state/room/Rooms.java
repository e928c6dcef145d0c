package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.rpc.RpcCall;
import brigade.rpc.RpcHandler;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import brigade.wire.json.CallReader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All rooms of a house, and the answers to every call of its shards. Agent thread only, except the making and
 * {@link #close}.
 *
 * <p>A room is a {@link Charter}, which its file holds, and while people come and go a {@link Room}. Rooms in which nothing
 * happens are told no time.
 */
public final class Rooms implements RpcHandler, AutoCloseable {
    /** The room of clients that name none. */
    public static final String MAIN = "main";

    private static final String TICK = "tick";

    /** Exact in every reader of JSON. */
    private static final long GENERATION_MASK = (1L << 53) - 1;

    /** Rooms in which nothing happens are looked through this often, for people to forget. */
    private static final long SWEEP_SAMPLES = 3_600L * AudioFormat.SAMPLE_RATE_HZ;

    /** Other threads read what is this old at most: 0.25 s. */
    private static final long PUBLISH_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 4;

    private static final int SNAPSHOT_READERS = 8;

    private final Charters charters;

    /** Rooms that somebody was in since the start, and not yet forgotten. */
    private final Map<String, Room> byId = new LinkedHashMap<>();

    /** Those of them in which something happens. */
    private final List<Room> awake = new ArrayList<>();

    private final CallReader reader = new CallReader();
    private final StatusWriter status;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final @Nullable TrackLibrary library;
    private final Function<String, RingSource> rings;
    private final RoomCalls calls = new RoomCalls(this);
    private final TransferCalls transfers = new TransferCalls(this);
    private final TickHandler ticks;
    private final MemorySegment scratch = MemorySegment.ofArray(new float[WireLimits.V1_REQUEST_MAX_SAMPLES]);
    private final Measuring measuring;
    private final RoomKeeping keeping;
    private final int usersMax;
    private final Published<HouseSnapshot> published = new Published<>(HouseSnapshot::new, SNAPSHOT_READERS);

    /** What rooms counted that are no longer there. */
    private final StageCounts countsBefore = new StageCounts();

    private int lastNumber;
    private long lastPublished;
    private volatile boolean closing;
    private volatile boolean silent;
    private long lastSweep;

    Rooms(RoomsBuilder builder) {
        this.clock = Objects.requireNonNull(builder.clock, "clock");
        this.random = Objects.requireNonNull(builder.random, "random");
        this.status = new StatusWriter(builder.usersMax, builder.instanceName);
        this.library = builder.tracksDir == null ? null : TrackLibrary.open(builder.tracksDir);
        this.rings = builder.rings;
        this.measuring = new Measuring(builder.worker);
        this.usersMax = builder.usersMax;
        this.charters = new Charters(builder.roomsDir, builder.roomsMax, builder.ordinal, random);
        this.keeping = new RoomKeeping(builder.events, builder.moves, charters::saveTake, charters::savePresent);
        this.ticks = new TickHandler(this, random.nextLong() & GENERATION_MASK);
        this.lastSweep = clock.getAsLong();
        if (builder.openMain) {
            open(charters.openMain());
        }
        for (Charter charter : charters.load()) {
            if (builder.leftOver.test(charter.id)) {
                open(charter); // a song of it runs
            }
        }
    }

    /** No song begins any more, and every room that is awake is told: the server is about to end. Any thread. */
    public void letSongsEnd() {
        closing = true;
    }

    /** Whether, after {@link #letSongsEnd}, every row of every room has heard its song to the end. Any thread. */
    public boolean isSilent() {
        return silent;
    }

    /** Begins to describe a house. */
    public static RoomsBuilder builder() {
        return new RoomsBuilder();
    }

    /** Lets time pass in all rooms; called several times a second, whether there are calls or not. */
    public void tick(long nowSamples) {
        boolean ends = closing;
        boolean sounding = false;
        for (int i = awake.size() - 1; i >= 0; i--) {
            Room room = awake.get(i);
            room.closing(closingOf(room.stage().charter(), nowSamples));
            room.tick(nowSamples);
            sounding |= ends && room.isSounding(nowSamples);
            Charter charter = room.stage().charter();
            charters.saveWhenChanged(charter);
            if (room.isIdle()) {
                awake.remove(i);
                room.isAwake = false;
            }
        }
        silent = ends && !sounding;
        ticks.expire(nowSamples);
        if (nowSamples - lastPublished >= PUBLISH_SAMPLES) {
            lastPublished = nowSamples;
            publish(nowSamples);
        }
        if (nowSamples - lastSweep >= SWEEP_SAMPLES) {
            lastSweep = nowSamples;
            sweep(nowSamples);
        }
    }

    private Closing closingOf(Charter charter, long now) {
        return closing ? Closing.RESTART : now < charter.heldUntil ? Closing.MOVE : Closing.NO;
    }

    private void publish(long now) {
        HouseSnapshot next = published.next();
        if (next == null) {
            return;
        }
        next.clear(now);
        next.rooms = charters.size();
        next.roomsAwake = awake.size();
        next.add(countsBefore);
        for (Room room : byId.values()) {
            next.people += room.singers().active();
            next.listeners += room.stage().listeners();
            next.roomsSinging += room.song().isOn() ? 1 : 0;
            next.add(room.stage().counts());
            List<Person> people = room.stage().people().all();
            for (int i = 0; i < people.size(); i++) {
                Singer singer = people.get(i).singer;
                if (singer != null && singer.watch != null) {
                    next.addTiming(singer.watch);
                }
            }
        }
        published.publish();
    }

    /** What all rooms do, at most a quarter of a second old; any thread may read it. */
    public Published<HouseSnapshot> snapshot() {
        return published;
    }

    private void forgetTracks(Room room) {
        if (library != null) {
            library.forget(room.stage().charter().id);
        }
    }

    private void gone(Room room) {
        countsBefore.add(room.stage().counts());
    }

    /** Forgets people in quiet rooms, then those rooms, then rooms that nobody uses. */
    private void sweep(long now) {
        for (Room room : List.copyOf(byId.values())) {
            room.tick(now);
            boolean forgotten =
                    room.singers().known() == 0 && room.stage().people().all().isEmpty();
            if (room.isIdle() && forgotten && !room.stage().charter().id.equals(MAIN)) {
                byId.remove(room.stage().charter().id);
                forgetTracks(room);
                gone(room);
            }
        }
        for (Charter charter : charters.unused(now)) {
            if (!byId.containsKey(charter.id)) {
                delete(charter);
            }
        }
    }

    @Override
    public void handle(RpcCall call) {
        long now = clock.getAsLong();
        String own = CallName.of(call.requestJson(), call.requestJsonBytes());
        if (own.equals(TICK)) {
            for (int i = 0; i < awake.size(); i++) {
                awake.get(i).tick(now);
            }
            ticks.tick(call, now);
            return;
        }
        if (RoomCalls.isOne(own)) {
            calls.handle(own, call, now);
            return;
        }
        if (TransferCalls.isOne(own)) {
            transfers.handle(own, call, now);
            return;
        }
        String name = reader.read(call.requestJson(), call.requestJsonBytes());
        switch (name) {
            case CallReader.EXCHANGE -> {
                ExchangeRequest request = reader.exchange();
                room(request.room).oldClients().exchange(request, call, now);
            }
            case CallReader.CONTROL -> {
                room(reader.exchange().room).control(reader.exchange(), now);
                status.writeDone(call.replyJson());
            }
            case CallReader.STATUS -> status.writeStatus(call.replyJson(), byId);
            case CallReader.TELEMETRY -> status.writeTelemetry(call.replyJson(), byId, now);
            case CallReader.NOTIFY -> {
                notifyRoom(room(reader.exchange().room), reader.kind());
                status.writeDone(call.replyJson());
            }
            default -> throw WireException.malformed("no such call");
        }
    }

    /** The phase of a room, for health pages and tests; null when there is no such room. */
    public @Nullable SongPhase phase(String roomId) {
        Room room = byId.get(roomId);
        return room == null ? null : room.phase(clock.getAsLong());
    }

    /** Stops what runs beside the agent. Ring files stay for the next process. */
    @Override
    public void close() {
        if (library != null) {
            library.close();
        }
        charters.close();
    }

    /** The room that an old client asks for: one that is open to all. */
    private Room room(String id) {
        Charter charter = charters.get(id);
        if (charter == null) {
            throw new WireException(404, "no such room");
        }
        if (!charter.movedTo.isEmpty()) {
            throw new WireException(410, "this room has moved: open " + charter.movedTo + "/?room=" + id);
        }
        if (!charter.open || !charter.passwordHash.isEmpty()) {
            throw new WireException(403, "this room is for those who were sent a link: open it in a browser");
        }
        return Objects.requireNonNull(find(id));
    }

    /** The room of this id, made when nobody was in it yet; null when there is none. */
    @Nullable
    Room find(String id) {
        Charter charter = charters.get(id);
        if (charter == null || !charter.movedTo.isEmpty()) {
            return null;
        }
        Room room = byId.get(id);
        if (room == null) {
            room = open(charter);
        }
        if (!room.isAwake) {
            wake(room);
        }
        return room;
    }

    /** The room of this id when somebody was in it lately; null otherwise. */
    @Nullable
    Room live(String id) {
        return byId.get(id);
    }

    private Room open(Charter charter) {
        RoomTracks tracks = library == null ? null : library.of(charter.id);
        Room room = new Room(
                usersMax,
                random,
                rings.apply(charter.id),
                tracks,
                scratch,
                charter,
                ++lastNumber,
                measuring,
                charters.loadSetList(charter),
                keeping,
                clock.getAsLong());
        byId.put(charter.id, room);
        wake(room);
        return room;
    }

    private void wake(Room room) {
        room.closing(
                closingOf(room.stage().charter(), clock.getAsLong())); // who comes first is told by the room as it is
        room.isAwake = true;
        awake.add(room);
    }

    /** How many rooms are told the time. */
    int awakeCount() {
        return awake.size();
    }

    /** What all rooms are by their makers' will, those that nobody is in too. */
    Charters charters() {
        return charters;
    }

    /** Has journalled what became of a room. */
    void event(String what, Charter charter, long now) {
        RawJson event = RawJson.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("clock", now);
            json.writeStringProperty("room", charter.id);
            json.writeStringProperty("event", what);
            json.writeStringProperty("name", Text.wellFormed(charter.name));
            json.writeEndObject();
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.bytes());
        event.writeTo(bytes);
        keeping.events().event(bytes.toByteArray());
    }

    /** Where a room has gone; empty when it is here, or nowhere. */
    String movedTo(String id) {
        Charter charter = charters.get(id);
        return charter == null ? "" : charter.movedTo;
    }

    /** Deletes a room; everybody in it leaves. */
    void delete(Charter charter) {
        charters.delete(charter);
        close(charter);
    }

    /** Lets everybody of a room go, and forgets all of it but its charter. */
    void close(Charter charter) {
        Room room = byId.remove(charter.id);
        if (room != null) {
            awake.remove(room);
            room.isAwake = false;
            room.close();
            gone(room);
        }
    }

    /** Shards that tick. */
    List<ShardLink> links() {
        return ticks.links();
    }

    /** An id that nobody in the room of {@code stage} has: 63 bits of chance. */
    long newId(Stage stage) {
        while (true) {
            long id = random.nextLong() >>> 1;
            if (id != 0
                    && stage.people().get(id) == null
                    && stage.room().singers().get(id) == null) {
                return id;
            }
        }
    }

    private void notifyRoom(Room room, String kind) {
        switch (kind) {
            case "image" -> room.showImage();
            case "backingTrack" -> {
                if (library != null) {
                    library.rescan();
                }
            }
            default -> throw WireException.malformed("no such kind of file");
        }
    }
}
