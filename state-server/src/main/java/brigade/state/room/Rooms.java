package brigade.state.room;

import brigade.rpc.RpcCall;
import brigade.rpc.RpcHandler;
import brigade.state.ring.RingSize;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.json.CallReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
 * <p>So far there is one room, {@code main}, open to all; rooms with roles and links will be made and found here.
 */
public final class Rooms implements RpcHandler, AutoCloseable {
    /** The room of clients that name none. */
    public static final String MAIN = "main";

    private final Map<String, Room> byId = new LinkedHashMap<>();
    private final CallReader reader = new CallReader();
    private final StatusWriter status;
    private final LongSupplier clock;
    private final @Nullable TrackLibrary library;

    private Rooms(Builder builder) {
        this.clock = Objects.requireNonNull(builder.clock, "clock");
        RandomGenerator random = Objects.requireNonNull(builder.random, "random");
        this.status = new StatusWriter(builder.usersMax, builder.instanceName);
        this.library = builder.tracksDir == null ? null : TrackLibrary.open(builder.tracksDir);
        if (builder.openMain) {
            TrackLibrary tracks = library;
            byId.put(
                    MAIN,
                    new Room(
                            builder.usersMax,
                            random,
                            builder.rings.apply(MAIN),
                            tracks == null ? () -> Tracks.NONE : tracks::current,
                            clock.getAsLong()));
        }
    }

    /** Begins to describe a house. */
    public static Builder builder() {
        return new Builder();
    }

    /** Lets time pass in all rooms; called several times a second, whether there are calls or not. */
    public void tick(long nowSamples) {
        for (Room room : byId.values()) {
            room.tick(nowSamples);
        }
    }

    @Override
    public void handle(RpcCall call) {
        String name = reader.read(call.requestJson(), call.requestJsonBytes());
        long now = clock.getAsLong();
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
    }

    private Room room(String id) {
        Room room = byId.get(id);
        if (room == null) {
            throw new WireException(404, "no such room");
        }
        return room;
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
        private @Nullable Path tracksDir;
        private @Nullable LongSupplier clock;
        private @Nullable RandomGenerator random;
        private @Nullable String instanceName;
        private boolean openMain = true;
        private int usersMax = RoomLimits.USERS_MAX_DEFAULT;

        private Builder() {}

        /** Keeps ring files in this folder, so that songs outlive the process; in the heap unless told. */
        public Builder runDir(Path dir) {
            return rings(id -> new FileRingSource(dir.resolve("room-" + id + ".ring"), RingSize.FULL));
        }

        /** Where each room, by id, gets its rings' memory. */
        public Builder rings(Function<String, RingSource> source) {
            rings = source;
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
