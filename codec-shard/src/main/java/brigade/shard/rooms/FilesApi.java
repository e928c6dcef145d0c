package brigade.shard.rooms;

import brigade.access.CreationLimit;
import brigade.shard.exchange.Query;
import brigade.wire.WireException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tracks and pages of rooms over HTTP: docs/protocol.md 6.5. Called by the server's threads; refusals are {@link WireException}s. */
public final class FilesApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Logger LOG = LoggerFactory.getLogger(FilesApi.class);

    /** Files that may be sent to one room within an hour, at each shard: a book of 300 pages. */
    public static final int UPLOADS_PER_HOUR_MAX = 300;

    static final String TOO_MANY = "too many files were sent to this room within an hour";

    private final RoomFiles files;
    private final RoomsApi rooms;
    private final LongSupplier nowMs;
    private final CreationLimit uploads;

    /**
     * Answers by these.
     *
     * @param rooms says who is a host
     * @param nowMs any clock, for the order of files
     * @param uploads how many may come, by room
     */
    public FilesApi(RoomFiles files, RoomsApi rooms, LongSupplier nowMs, CreationLimit uploads) {
        this.files = files;
        this.rooms = rooms;
        this.nowMs = nowMs;
        this.uploads = uploads;
    }

    /** Enters the routes; before any that takes all paths. */
    public void addTo(RoutesConfig routes) {
        rooms.onDelete(this::deleted);
        routes.post("/api/rooms/{room}/files", this::upload);
        routes.get("/api/rooms/{room}/files", this::list);
        routes.get("/api/rooms/{room}/files/{file}", this::get);
        routes.delete("/api/rooms/{room}/files/{file}", this::delete);
    }

    private void upload(Context context) throws IOException {
        Query query = Query.parse(context.queryString());
        String id = query.text("id"); // of a file that comes from another house, before its room does
        String room = id == null ? rooms.requireHost(context) : rooms.requireOperator(context);
        String kind = query.text("kind");
        boolean isTrack = "track".equals(kind);
        if (!isTrack && !"image".equals(kind)) {
            throw WireException.malformed("kind has to be track or image");
        }
        long told = context.req().getContentLengthLong();
        if (told < 0) {
            throw new WireException(411, "say how long the file is");
        }
        long max = isTrack ? RoomFiles.TRACK_MAX_BYTES : RoomFiles.IMAGE_MAX_BYTES;
        if (told > max) {
            throw new WireException(413, "the file is longer than " + max + " bytes");
        }
        int waitSeconds = id == null ? uploads.tryMake(room) : 0;
        if (waitSeconds > 0) {
            throw RoomsApi.slowDown(context, TOO_MANY, waitSeconds);
        }
        String name = query.text("name");
        String called = name == null ? "" : name;
        InputStream in = context.req().getInputStream();
        ObjectNode made = id == null
                ? files.save(room, isTrack, called, in, nowMs.getAsLong())
                : files.takeIn(room, id, isTrack, called, in, nowMs.getAsLong());
        context.status(201);
        answer(context, shown(made));
    }

    private static ObjectNode shown(ObjectNode about) {
        return about.deepCopy().without(List.of("at", "contentType", "takeMadeMs"));
    }

    private void list(Context context) throws IOException {
        List<ObjectNode> all = files.list(rooms.requireHost(context));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("files");
        all.forEach(file -> list.add(shown(file)));
        answer.put("bytes", RoomFiles.bytes(all)).put("bytesMax", RoomFiles.ROOM_MAX_BYTES);
        answer(context, answer);
    }

    /** Who has the id may: it is of 128 bits of chance, and images cannot send a token. */
    private void get(Context context) throws IOException {
        RoomFiles.Served served = files.get(RoomsApi.roomOf(context), context.pathParam("file"))
                .orElseThrow(() -> new WireException(404, "no such file"));
        context.contentType(served.contentType())
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Content-Length", Long.toString(Files.size(served.file())))
                .result(Files.newInputStream(served.file()));
    }

    private void delete(Context context) throws IOException {
        String room = rooms.requireHost(context);
        if (!files.delete(room, context.pathParam("file"))) {
            throw new WireException(404, "no such file");
        }
        context.status(204);
    }

    private void deleted(String room) {
        try {
            files.deleteAll(room);
        } catch (IOException e) {
            LOG.warn("files of room {} stay: {}", room, e.toString());
        }
    }

    private static void answer(Context context, ObjectNode json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(JSON.writeValueAsBytes(json));
    }
}
