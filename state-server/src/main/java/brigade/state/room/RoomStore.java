package brigade.state.room;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The files of rooms: one each, written by {@link WholeFiles}. The agent
 * calls everything but {@link #load} and {@link #close}.
 */
final class RoomStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoomStore.class);
    private static final String SUFFIX = ".json";
    private static final String SET_LISTS = "setlists";
    private static final String TAKES = "takes";
    private static final String PRESENT = "present";

    private final @Nullable Path dir;
    private final WholeFiles files = new WholeFiles();

    /** @param dir made when a room is saved; null keeps rooms in memory only */
    RoomStore(@Nullable Path dir) {
        this.dir = dir;
    }

    /** Reads all rooms; blocks. What cannot be read is left as it is, and logged. */
    List<Charter> load() {
        List<Charter> rooms = new ArrayList<>();
        if (dir == null || !Files.isDirectory(dir)) {
            return rooms;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*" + SUFFIX)) {
            for (Path file : files) {
                Charter room = read(file);
                if (room == null || !file.getFileName().toString().equals(room.id + SUFFIX)) {
                    LOG.warn("{} is not the file of a room", file.getFileName());
                } else {
                    room.present = loadPresent(room.id);
                    rooms.add(room);
                }
            }
        } catch (IOException e) {
            LOG.warn("rooms in {} cannot be read: {}", dir, e.toString());
        }
        return rooms;
    }

    private static @Nullable Charter read(Path file) {
        try {
            JsonNode tree = TickRequest.MAPPER.readTree(Files.readAllBytes(file));
            return Charter.fromJson(tree);
        } catch (IOException | JacksonException e) {
            return null;
        }
    }

    /** Has {@code room} written as it is now. Returns at once. */
    void save(Charter room) {
        room.isSaved = true;
        if (dir != null) {
            save(dir.resolve(room.id + SUFFIX), room.toJson());
        }
    }

    private void save(Path file, RawJson json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        json.writeTo(bytes);
        files.save(file, bytes.toByteArray());
    }

    /** Has the set list of a room written. Returns at once. */
    void saveSetList(String id, RawJson list) {
        if (dir != null) {
            save(dir.resolve(SET_LISTS).resolve(id + SUFFIX), list);
        }
    }

    /** Has the file of how a room stands written. Returns at once. */
    void savePresent(String id, RawJson present) {
        if (dir != null) {
            save(dir.resolve(PRESENT).resolve(id + SUFFIX), present);
        }
    }

    /** How a room stood when a former process ended; null when nobody knows. Blocks. */
    @Nullable
    JsonNode loadPresent(String id) {
        Path folder = dir;
        if (folder == null) {
            return null;
        }
        try {
            return TickRequest.MAPPER.readTree(
                    Files.readAllBytes(folder.resolve(PRESENT).resolve(id + SUFFIX)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | JacksonException e) {
            LOG.warn("how room {} stood cannot be read: {}", id, e.toString());
            return null;
        }
    }

    /** Has the file of a take written, where shards look for it. Returns at once. */
    void saveTake(String room, long startClock, RawJson take) {
        if (dir != null) {
            save(dir.resolveSibling(TAKES).resolve(room).resolve(startClock + SUFFIX), take);
        }
    }

    /** Begins to read the set list of a room, after what waits to be written; null when rooms are kept in memory only. */
    @Nullable
    Future<@Nullable JsonNode> loadSetList(String id) {
        Path folder = dir;
        if (folder == null) {
            return null;
        }
        Path file = folder.resolve(SET_LISTS).resolve(id + SUFFIX);
        return files.afterwards(
                () -> Files.exists(file) ? TickRequest.MAPPER.readTree(Files.readAllBytes(file)) : null);
    }

    /** Has the file of a room deleted. Returns at once. */
    void delete(String id) {
        if (dir != null) {
            files.delete(dir.resolve(id + SUFFIX));
            files.delete(dir.resolve(SET_LISTS).resolve(id + SUFFIX));
            files.delete(dir.resolve(PRESENT).resolve(id + SUFFIX));
        }
    }

    /** Writes what waits, and stops. */
    @Override
    public void close() {
        files.close();
    }
}
