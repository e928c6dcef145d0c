package brigade.state.room;

import brigade.state.ring.RingSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a house is made of. */
public final class RoomsBuilder {
    Function<String, RingSource> rings = id -> RingSource.heap(RingSize.FULL);
    Predicate<String> leftOver = id -> false;

    @Nullable
    Path roomsDir;

    @Nullable
    Path tracksDir;

    @Nullable
    LongSupplier clock;

    @Nullable
    RandomGenerator random;

    Executor worker = Runnable::run;

    RoomEvents events = RoomEvents.NONE;

    RoomMoves moves = RoomMoves.NONE;

    @Nullable
    String instanceName;

    boolean openMain = true;
    int roomsMax = Charters.ROOMS_MAX_DEFAULT;
    int ordinal;
    int usersMax = RoomLimits.USERS_MAX_DEFAULT;

    RoomsBuilder() {}

    /** Keeps ring files in this folder, so that songs outlive the process; in the heap unless told. */
    public RoomsBuilder runDir(Path dir) {
        leftOver = id -> Files.exists(ringFile(dir, id));
        return rings(id -> new FileRingSource(ringFile(dir, id), RingSize.FULL));
    }

    private static Path ringFile(Path dir, String id) {
        return dir.resolve("room-" + id + ".ring");
    }

    /** Where each room, by id, gets its rings' memory. */
    public RoomsBuilder rings(Function<String, RingSource> source) {
        rings = source;
        return this;
    }

    /** Folder of the rooms' files, so that rooms outlive the process; in memory only unless told. */
    public RoomsBuilder roomsDir(Path dir) {
        roomsDir = dir;
        return this;
    }

    /** Rooms there can be; 10,000 unless told. */
    public RoomsBuilder roomsMax(int max) {
        roomsMax = max;
        return this;
    }

    /** Number of the house among those that share an address; its rooms' ids end in it. 0 unless told. */
    public RoomsBuilder ordinal(int number) {
        ordinal = number;
        return this;
    }

    /** Folder of backing tracks, re-read when it changes; none unless told. */
    public RoomsBuilder tracksDir(Path dir) {
        tracksDir = dir;
        return this;
    }

    /** Gives now in samples; never goes back. Required. */
    public RoomsBuilder clock(LongSupplier nowSamples) {
        clock = nowSamples;
        return this;
    }

    /** Chance, for seats and image words. Required. */
    public RoomsBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /** Works out what is to be known of voices, away from the agent; the agent itself unless told. */
    public RoomsBuilder worker(Executor executor) {
        worker = executor;
        return this;
    }

    /** Journals what happens; nothing does unless told. */
    public RoomsBuilder events(RoomEvents journal) {
        events = journal;
        return this;
    }

    /** Journals what the rings of recorded rooms are told; nothing does unless told. */
    public RoomsBuilder moves(RoomMoves journal) {
        moves = journal;
        return this;
    }

    /** Whether there is a room {@code main} that everybody may use; yes unless told. */
    public RoomsBuilder openMain(boolean open) {
        openMain = open;
        return this;
    }

    /** People that each room takes, 1..65535. */
    public RoomsBuilder maxUsers(int max) {
        if (max < 1 || max > 65_535) {
            throw new IllegalArgumentException("a room takes 1..65535 people, not " + max);
        }
        usersMax = max;
        return this;
    }

    /** Name of the house that clients are shown; none unless told. */
    public RoomsBuilder instanceName(String name) {
        instanceName = name;
        return this;
    }

    /** Makes it; goes on with songs that a former process left in the run folder. */
    public Rooms build() {
        return new Rooms(this);
    }
}
