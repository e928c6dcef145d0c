package brigade.shard.takes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The takes on the disk, in {@code takes/ROOM/}: {@code ID.json}, which the state server writes; {@code ID.zip} and {@code ID.ogg} when
 * the take was made; {@code ID.status} while it is, or when it failed. All shards see the same. Any thread.
 */
public final class TakeFiles {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Version of the state server's file. */
    private static final int FORMAT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(TakeFiles.class);
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
    private static final Pattern ROOM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final int ABOUT_MAX_BYTES = 4 << 20;

    private final Path data;
    private volatile TakeListener deleted = (room, take) -> {};

    /** @param data the data folder */
    public TakeFiles(Path data) {
        this.data = data;
    }

    /** Is told of each take that goes, however it goes. */
    public interface TakeListener {
        /** It is gone, by its room and id; any thread. */
        void deleted(String room, String take) throws IOException;
    }

    /** Who is told of each take that is deleted one by one; a room's takes go with the room. */
    public void onDelete(TakeListener listener) {
        deleted = listener;
    }

    Path data() {
        return data;
    }

    /** Where a room's are. */
    public Path folder(String room) {
        if (!ROOM.matcher(room).matches()) {
            throw new IllegalArgumentException("no room: " + room);
        }
        return data.resolve("takes").resolve(room);
    }

    Path file(String room, String take, String suffix) {
        if (!isLegal(take)) {
            throw new IllegalArgumentException("no take: " + take);
        }
        return folder(room).resolve(take + suffix);
    }

    /** Whether a take may be called so. */
    public static boolean isLegal(String take) {
        return ID.matcher(take).matches();
    }

    /** Rooms that have takes. */
    public List<String> rooms() throws IOException {
        List<String> rooms = new ArrayList<>();
        if (Files.isDirectory(data.resolve("takes"))) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(data.resolve("takes"))) {
                for (Path folder : folders) {
                    if (ROOM.matcher(folder.getFileName().toString()).matches() && Files.isDirectory(folder)) {
                        rooms.add(folder.getFileName().toString());
                    }
                }
            }
        }
        rooms.sort(Comparator.naturalOrder());
        return rooms;
    }

    /** What the state server wrote of a room's takes, the oldest first. */
    public List<ObjectNode> list(String room) throws IOException {
        List<ObjectNode> all = new ArrayList<>();
        if (!Files.isDirectory(folder(room))) {
            return all;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(room), "*.json")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                about(room, name.substring(0, name.length() - ".json".length())).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparingLong(take -> take.path("startClock").asLong()));
        return all;
    }

    /** What the state server wrote of a take; empty when there is none. */
    public Optional<ObjectNode> about(String room, String take) throws IOException {
        if (!isLegal(take)) {
            return Optional.empty();
        }
        try {
            Path file = file(room, take, ".json");
            if (Files.size(file) > ABOUT_MAX_BYTES) {
                return Optional.empty();
            }
            JsonNode read = JSON.readTree(Files.readAllBytes(file));
            boolean known = read.path("format").asInt(0) == FORMAT
                    && read.path("take").asString("").equals(take);
            if (read instanceof ObjectNode about && known) {
                return Optional.of(about);
            }
            LOG.warn("{} is of another version, or no take", file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            LOG.warn("take {} of {} cannot be read: {}", take, room, e.getOriginalMessage());
        }
        return Optional.empty();
    }

    /** Deletes a take; whether it was there. */
    boolean delete(String room, String take) throws IOException {
        boolean any = false;
        for (String suffix : List.of(".zip", ".ogg", ".status", ".lock", ".json")) {
            any |= Files.deleteIfExists(file(room, take, suffix));
        }
        deleted.deleted(room, take);
        return any;
    }

    /** Deletes all of a room. */
    void deleteAll(String room) throws IOException {
        if (Files.isDirectory(folder(room))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(room))) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder(room));
        }
    }

    private record Made(String room, String take, long bytes, long atMs) {}

    /** Drops made takes that are too old, then the oldest until the rest fits; never the newest. */
    void tidy(long maxBytes, long maxHours, LongSupplier unixMs) throws IOException {
        List<Made> made = new ArrayList<>();
        for (String room : rooms()) {
            for (ObjectNode about : list(room)) {
                String take = about.path("take").asString("");
                Path zip = file(room, take, ".zip");
                if (Files.exists(zip)) {
                    long at = Files.getLastModifiedTime(zip).toMillis();
                    made.add(new Made(room, take, Files.size(zip), at));
                }
            }
        }
        made.sort(Comparator.comparingLong(Made::atMs));
        long bytes = made.stream().mapToLong(Made::bytes).sum();
        for (int i = 0; i < made.size(); i++) {
            Made take = made.get(i);
            boolean tooOld = unixMs.getAsLong() - take.atMs() > maxHours * 3_600_000;
            if (tooOld || (bytes > maxBytes && i < made.size() - 1)) {
                delete(take.room(), take.take());
                bytes -= take.bytes();
                LOG.info("dropped take {} of {}: {}", take.take(), take.room(), tooOld ? "too old" : "too much");
            }
        }
    }
}
