package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.rpc.RpcCall;
import brigade.rpc.RpcHandler;
import brigade.state.ring.RingSize;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import brigade.wire.json.CallReader;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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

    /** Number of the machine group that this process belongs to. */
    private static final int ORDINAL = 0;

    /** Rooms there can be. */
    static final int ROOMS_MAX_DEFAULT = 10_000;

    /** A room that nobody was in for so long is deleted: 180 days. */
    private static final long UNUSED_SECONDS = 180L * 86_400;

    /** Rooms in which nothing happens are looked through this often, for people to forget. */
    private static final long SWEEP_SAMPLES = 3_600L * AudioFormat.SAMPLE_RATE_HZ;

    /** Other threads read what is this old at most: 0.25 s. */
    private static final long PUBLISH_SAMPLES = AudioFormat.SAMPLE_RATE_HZ / 4;

    private static final int SNAPSHOT_READERS = 8;

    /** A room's file says when it was used, to a day. */
    private static final long USED_SECONDS = 86_400;

    private final Map<String, Charter> charters = new LinkedHashMap<>();

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
    private final RoomStore store;
    private final RoomCalls calls = new RoomCalls(this);
    private final TickHandler ticks;
    private final MemorySegment scratch = MemorySegment.ofArray(new float[WireLimits.V1_REQUEST_MAX_SAMPLES]);
    private final int usersMax;
    private final int roomsMax;
    private final Published<HouseSnapshot> published = new Published<>(HouseSnapshot::new, SNAPSHOT_READERS);

    /** What rooms counted that are no longer there. */
    private final StageCounts countsBefore = new StageCounts();

    private int lastNumber;
    private long lastPublished;
    private long lastSweep;

    private Rooms(Builder builder) {
        this.clock = Objects.requireNonNull(builder.clock, "clock");
        this.random = Objects.requireNonNull(builder.random, "random");
        this.status = new StatusWriter(builder.usersMax, builder.instanceName);
        this.library = builder.tracksDir == null ? null : TrackLibrary.open(builder.tracksDir);
        this.rings = builder.rings;
        this.usersMax = builder.usersMax;
        this.roomsMax = builder.roomsMax;
        this.store = new RoomStore(builder.roomsDir);
        this.ticks = new TickHandler(this, random.nextLong() & GENERATION_MASK);
        this.lastSweep = clock.getAsLong();
        if (builder.openMain) {
            Charter main = new Charter(MAIN, MAIN, true);
            charters.put(MAIN, main);
            open(main);
        }
        for (Charter charter : store.load()) {
            charters.putIfAbsent(charter.id, charter);
            if (builder.leftOver.test(charter.id)) {
                open(charter); // a song of it runs
            }
        }
    }

    /** Begins to describe a house. */
    public static Builder builder() {
        return new Builder();
    }

    /** Lets time pass in all rooms; called several times a second, whether there are calls or not. */
    public void tick(long nowSamples) {
        for (int i = awake.size() - 1; i >= 0; i--) {
            Room room = awake.get(i);
            room.tick(nowSamples);
            Charter charter = room.stage().charter();
            if (!charter.isSaved) {
                save(charter);
            }
            if (room.isIdle()) {
                awake.remove(i);
                room.isAwake = false;
            }
        }
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
        }
        published.publish();
    }

    /** What all rooms do, at most a quarter of a second old; any thread may read it. */
    public Published<HouseSnapshot> snapshot() {
        return published;
    }

    private void gone(Room room) {
        countsBefore.add(room.stage().counts());
    }

    /** Forgets people in quiet rooms, then those rooms, then rooms that nobody uses. */
    private void sweep(long now) {
        for (Room room : List.copyOf(byId.values())) {
            room.tick(now);
            boolean forgotten = room.singers().known() == 0
                    && room.stage().people().all().isEmpty()
                    && room.stage().people().barredCount() == 0;
            if (room.isIdle() && forgotten && !room.stage().charter().id.equals(MAIN)) {
                byId.remove(room.stage().charter().id);
                gone(room);
            }
        }
        for (Charter charter : List.copyOf(charters.values())) {
            boolean unused = seconds(now) - charter.usedSeconds > UNUSED_SECONDS;
            if (unused && !byId.containsKey(charter.id) && !charter.id.equals(MAIN)) {
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
        String name = reader.read(call.requestJson(), call.requestJsonBytes());
        switch (name) {
            case CallReader.EXCHANGE -> {
                ExchangeRequest request = reader.exchange();
                room(request.room).exchange(request, call, now);
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
        for (Charter charter : charters.values()) {
            if (!charter.isSaved) {
                save(charter);
            }
        }
        store.close();
    }

    /** The room that an old client asks for: one that is open to all. */
    private Room room(String id) {
        Charter charter = charters.get(id);
        if (charter == null) {
            throw new WireException(404, "no such room");
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
        if (charter == null) {
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
        TrackLibrary tracks = library;
        Room room = new Room(
                usersMax,
                random,
                rings.apply(charter.id),
                tracks == null ? () -> Tracks.NONE : tracks::current,
                scratch,
                charter,
                ++lastNumber,
                clock.getAsLong());
        byId.put(charter.id, room);
        wake(room);
        return room;
    }

    private void wake(Room room) {
        room.isAwake = true;
        awake.add(room);
    }

    /** How many rooms are told the time. */
    int awakeCount() {
        return awake.size();
    }

    /** What all rooms are by their makers' will. */
    Collection<Charter> charters() {
        return charters.values();
    }

    /** That of one room, or null. */
    @Nullable
    Charter charter(String id) {
        return charters.get(id);
    }

    /**
     * Makes a room.
     *
     * @throws WireException 503 when there are too many
     */
    Charter create(String name, boolean open, long now) {
        if (charters.size() >= roomsMax) {
            throw new WireException(503, "no room for another room");
        }
        String id = RoomIds.make(name, ORDINAL, random);
        while (charters.containsKey(id)) {
            id = RoomIds.make(name, ORDINAL, random);
        }
        Charter charter = new Charter(id, name, open);
        charter.usedSeconds = seconds(now);
        charters.put(id, charter);
        return charter;
    }

    /** Has a room's file written. */
    void save(Charter charter) {
        if (charter.id.equals(MAIN)) {
            charter.isSaved = true; // made anew by each start
        } else {
            store.save(charter);
        }
    }

    /** Notes that a room is used; its file follows once a day. */
    void used(Charter charter, long now) {
        if (seconds(now) - charter.usedSeconds > USED_SECONDS) {
            charter.isSaved = false;
        }
        charter.usedSeconds = Math.max(charter.usedSeconds, seconds(now));
    }

    /** Deletes a room; everybody in it leaves. */
    void delete(Charter charter) {
        charters.remove(charter.id);
        store.delete(charter.id);
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

    /** Seconds since 1970. */
    static long seconds(long now) {
        return now / AudioFormat.SAMPLE_RATE_HZ;
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

    /** What a house is made of. */
    public static final class Builder {
        private Function<String, RingSource> rings = id -> RingSource.heap(RingSize.FULL);
        private Predicate<String> leftOver = id -> false;
        private @Nullable Path roomsDir;
        private @Nullable Path tracksDir;
        private @Nullable LongSupplier clock;
        private @Nullable RandomGenerator random;
        private @Nullable String instanceName;
        private boolean openMain = true;
        private int roomsMax = ROOMS_MAX_DEFAULT;
        private int usersMax = RoomLimits.USERS_MAX_DEFAULT;

        private Builder() {}

        /** Keeps ring files in this folder, so that songs outlive the process; in the heap unless told. */
        public Builder runDir(Path dir) {
            leftOver = id -> Files.exists(ringFile(dir, id));
            return rings(id -> new FileRingSource(ringFile(dir, id), RingSize.FULL));
        }

        private static Path ringFile(Path dir, String id) {
            return dir.resolve("room-" + id + ".ring");
        }

        /** Where each room, by id, gets its rings' memory. */
        public Builder rings(Function<String, RingSource> source) {
            rings = source;
            return this;
        }

        /** Folder of the rooms' files, so that rooms outlive the process; in memory only unless told. */
        public Builder roomsDir(Path dir) {
            roomsDir = dir;
            return this;
        }

        /** Rooms there can be; 10,000 unless told. */
        public Builder roomsMax(int max) {
            roomsMax = max;
            return this;
        }

        /** Folder of backing tracks, re-read when it changes; none unless told. */
        public Builder tracksDir(Path dir) {
            tracksDir = dir;
            return this;
        }

        /** Gives now in samples; never goes back. Required. */
        public Builder clock(LongSupplier nowSamples) {
            clock = nowSamples;
            return this;
        }

        /** Chance, for seats and image words. Required. */
        public Builder random(RandomGenerator generator) {
            random = generator;
            return this;
        }

        /** Whether there is a room {@code main} that everybody may use; yes unless told. */
        public Builder openMain(boolean open) {
            openMain = open;
            return this;
        }

        /** People that each room takes, 1..65535. */
        public Builder maxUsers(int max) {
            if (max < 1 || max > 65_535) {
                throw new IllegalArgumentException("a room takes 1..65535 people, not " + max);
            }
            usersMax = max;
            return this;
        }

        /** Name of the house that clients are shown; none unless told. */
        public Builder instanceName(String name) {
            instanceName = name;
            return this;
        }

        /** Makes it; goes on with songs that a former process left in the run folder. */
        public Rooms build() {
            return new Rooms(this);
        }
    }
}
