package brigade.shard.rooms;

import brigade.wire.WireException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rooms that go to another house, over HTTP and for the operator: docs/rooms.md. What goes is one JSON object, the files of a room
 * beside it through {@link FilesApi}. Called by the server's threads; refusals are {@link WireException}s.
 */
public final class TransferApi {
    /** Of the JSON object that a room is. Another one is refused. */
    public static final int VERSION = 1;

    /** Says what the object is. */
    public static final String FORMAT = "brigade-room";

    /** What a request may be in all houses: nginx takes no longer one. */
    private static final int BODY_MAX_BYTES = 2 << 20;

    /** Parts of a room beside the room itself, by which all begins. */
    private static final List<String> PARTS = List.of("setlist", "present", "seats");

    private static final int READ_AGAIN_MS = 20;
    private static final int READ_TIMES = 250;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger LOG = LoggerFactory.getLogger(TransferApi.class);

    private final RoomCalls calls;
    private final RoomFiles files;
    private final RoomsApi rooms;
    private final String key;

    /**
     * Answers by these.
     *
     * @param rooms says who is the operator
     * @param key fingerprint of the key that signs here
     */
    public TransferApi(RoomCalls calls, RoomFiles files, RoomsApi rooms, String key) {
        this.calls = calls;
        this.files = files;
        this.rooms = rooms;
        this.key = key;
    }

    /** Enters the routes; before any that takes all paths. */
    public void addTo(RoutesConfig routes) {
        routes.get("/api/rooms/{room}/export", this::give);
        routes.post("/api/rooms/{room}/import", this::take);
        routes.post("/api/rooms/{room}/hold", this::hold);
        routes.post("/api/rooms/{room}/moved", this::moved);
    }

    private void give(Context context) throws IOException {
        String room = rooms.requireOperator(context);
        ObjectNode answer = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("key", key);
        answer.set("room", calls.export(room, "room"));
        for (String part : PARTS) {
            answer.set(part, patiently(room, part));
        }
        ArrayNode list = answer.putArray("files");
        for (ObjectNode file : files.list(room)) {
            if (RoomFiles.isOfTake(file)) {
                continue; // it stays with its recording
            }
            ObjectNode one = list.addObject();
            for (String field : List.of("id", "kind", "name", "bytes")) {
                one.set(field, file.path(field));
            }
        }
        answer(context, 200, answer);
    }

    /** The state server does not wait for its disk: it says so, and is asked again. */
    private JsonNode patiently(String room, String part) {
        for (int i = 1; ; i++) {
            try {
                return calls.export(room, part);
            } catch (WireException e) {
                if (e.status() != 503 || i == READ_TIMES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(READ_AGAIN_MS));
            }
        }
    }

    private void take(Context context) throws IOException {
        String room = rooms.requireOperator(context);
        ObjectNode body = body(context);
        if (!body.path("format").asString("").equals(FORMAT)) {
            throw WireException.malformed("this is not an exported room");
        }
        if (body.path("version").asInt(-1) != VERSION) {
            throw WireException.malformed("this room was exported in version "
                    + body.path("version").asString("?") + ", and version " + VERSION + " is known here");
        }
        boolean otherKey = body.path("otherKey").asBoolean(false);
        if (!otherKey && !body.path("key").asString("").equals(key)) {
            throw new WireException(
                    409,
                    "this house signs with another key, so all links to the room would be void:"
                            + " give it keys/room-tokens.key of the other house's data folder before its first start");
        }
        List<String> unnamed = unnamed(room, body.path("files"));
        calls.bring(room, "room", body.path("room"));
        for (String part : PARTS) {
            calls.bring(room, part, body.path(part));
        }
        calls.bring(room, "end", null);
        unnamed.forEach(file -> forget(room, file));
        answer(context, 201, JSON.createObjectNode().put("room", room));
    }

    private void forget(String room, String file) {
        try {
            files.delete(room, file);
        } catch (IOException e) {
            LOG.warn("file {} of room {} stays: {}", file, room, e.toString());
        }
    }

    /**
     * Ids of files that lie here and are none of the room's: they came before an import that was refused, or it once lived here.
     *
     * @throws WireException 409 when one of the room's is not here
     */
    private List<String> unnamed(String room, JsonNode named) throws IOException {
        Set<String> ids = new HashSet<>();
        for (JsonNode file : named) {
            String id = file.path("id").asString("");
            if (files.get(room, id).isEmpty()) {
                throw new WireException(
                        409, "file " + file.path("name").asString("") + " of the room has to come before it");
            }
            ids.add(id);
        }
        return files.list(room).stream()
                .filter(file -> !RoomFiles.isOfTake(file))
                .map(file -> file.path("id").asString(""))
                .filter(id -> !ids.contains(id))
                .toList();
    }

    private void hold(Context context) throws IOException {
        String room = rooms.requireOperator(context);
        answer(context, 200, calls.hold(room, body(context).path("seconds").asInt(0)));
    }

    private void moved(Context context) throws IOException {
        String room = rooms.requireOperator(context);
        answer(context, 200, calls.moved(room, body(context).path("url").asString("")));
    }

    private static ObjectNode body(Context context) throws IOException {
        byte[] body = context.req().getInputStream().readNBytes(BODY_MAX_BYTES + 1);
        if (body.length > BODY_MAX_BYTES) {
            throw new WireException(413, "the room is longer than " + BODY_MAX_BYTES + " bytes without its files");
        }
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw WireException.malformed("the body has to be a JSON object");
    }

    private static void answer(Context context, int status, JsonNode json) {
        context.status(status)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(JSON.writeValueAsBytes(json));
    }
}
