package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.wire.WireException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The charters of all rooms of a house, and their files. Agent thread only, except the making, {@link #load} and
 * {@link #close}.
 */
final class Charters implements AutoCloseable {
    /** Rooms there can be. */
    static final int ROOMS_MAX_DEFAULT = 10_000;

    /** A room that nobody was in for so long is deleted: 180 days. */
    private static final long UNUSED_SECONDS = 180L * 86_400;

    /** A room's file says when it was used, to a day. */
    private static final long USED_SECONDS = 86_400;

    private final Map<String, Charter> byId = new LinkedHashMap<>();
    private final RoomStore store;
    private final int roomsMax;
    private final int ordinal;
    private final RandomGenerator random;

    /**
     * @param dir folder of the rooms' files; null keeps rooms in memory only
     * @param roomsMax rooms there can be
     * @param ordinal number of the house among those that share an address
     * @param random chance for their ids
     */
    Charters(@Nullable Path dir, int roomsMax, int ordinal, RandomGenerator random) {
        this.store = new RoomStore(dir);
        this.roomsMax = roomsMax;
        this.ordinal = ordinal;
        this.random = random;
    }

    /** Makes the room of those who name none. */
    Charter openMain() {
        Charter main = new Charter(Rooms.MAIN, Rooms.MAIN, true);
        main.present = store.loadPresent(main.id);
        byId.put(main.id, main);
        return main;
    }

    /** Reads what a former process left; blocks. */
    List<Charter> load() {
        List<Charter> loaded = new ArrayList<>();
        for (Charter charter : store.load()) {
            if (byId.putIfAbsent(charter.id, charter) == null) {
                loaded.add(charter);
            }
        }
        return loaded;
    }

    /** That of one room, or null. */
    @Nullable
    Charter get(String id) {
        return byId.get(id);
    }

    /** All there are. */
    Collection<Charter> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    int size() {
        return byId.size();
    }

    /** Rooms that nobody used for half a year. */
    List<Charter> unused(long now) {
        List<Charter> unused = new ArrayList<>();
        for (Charter charter : byId.values()) {
            if (seconds(now) - charter.usedSeconds > UNUSED_SECONDS && !charter.id.equals(Rooms.MAIN)) {
                unused.add(charter);
            }
        }
        return unused;
    }

    /**
     * Makes a room.
     *
     * @throws WireException 503 when there are too many
     */
    Charter create(String name, boolean open, long now) {
        if (byId.size() >= roomsMax) {
            throw new WireException(503, "no room for another room");
        }
        String id = RoomIds.make(name, ordinal, random);
        while (byId.containsKey(id)) {
            id = RoomIds.make(name, ordinal, random);
        }
        Charter charter = new Charter(id, name, open);
        charter.usedSeconds = seconds(now);
        byId.put(id, charter);
        return charter;
    }

    /**
     * Takes in a room that comes from another house, with its files; one that had gone from here comes back.
     *
     * @param setList what its file says; null without one
     * @throws WireException 409 when it is here, or belongs to a house of another number; 503 when there are too many
     */
    void takeIn(Charter charter, @Nullable RawJson setList) {
        requireFree(charter.id);
        byId.put(charter.id, charter);
        save(charter);
        if (setList != null) {
            store.saveSetList(charter.id, setList);
        }
    }

    /** Refuses when no room of that id can be taken in. */
    void requireFree(String id) {
        Charter here = byId.get(id);
        if (here != null && here.movedTo.isEmpty()) {
            throw new WireException(409, "room " + id + " is here already");
        }
        if (!id.endsWith("-" + ordinal)) {
            throw new WireException(
                    409, "room " + id + " does not belong to house " + ordinal + ": its addresses lead elsewhere");
        }
        if (here == null && byId.size() >= roomsMax) {
            throw new WireException(503, "no room for another room");
        }
    }

    /** Forgets a room, and its file. */
    void delete(Charter charter) {
        byId.remove(charter.id);
        store.delete(charter.id);
    }

    /** Has a room's file written. */
    void save(Charter charter) {
        if (charter.id.equals(Rooms.MAIN)) {
            charter.isSaved = true; // made anew by each start
        } else {
            store.save(charter);
        }
    }

    /** Has a room's file written when it says something else. */
    void saveWhenChanged(Charter charter) {
        if (!charter.isSaved) {
            save(charter);
        }
        RawJson list = charter.setListToSave;
        if (list != null) {
            charter.setListToSave = null;
            if (!charter.id.equals(Rooms.MAIN)) {
                store.saveSetList(charter.id, list);
            }
        }
    }

    /** Has the file of how a room stands written. */
    void savePresent(String room, RawJson present) {
        store.savePresent(room, present);
    }

    /** Has the file of a take written. */
    void saveTake(String room, long startClock, RawJson take) {
        store.saveTake(room, startClock, take);
    }

    /** Begins to read a room's set list; null when there is none to be read. */
    @Nullable
    Future<@Nullable JsonNode> loadSetList(Charter charter) {
        return charter.id.equals(Rooms.MAIN) ? null : store.loadSetList(charter.id);
    }

    /** Notes that a room is used; its file follows once a day. */
    void used(Charter charter, long now) {
        if (seconds(now) - charter.usedSeconds > USED_SECONDS) {
            charter.isSaved = false;
        }
        charter.usedSeconds = Math.max(charter.usedSeconds, seconds(now));
    }

    /** Seconds since 1970. */
    static long seconds(long now) {
        return now / AudioFormat.SAMPLE_RATE_HZ;
    }

    /** Writes what waits. */
    @Override
    public void close() {
        byId.values().forEach(this::saveWhenChanged);
        store.close();
    }
}
