package brigade.shard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The state server's rooms in memory, as docs/protocol.md, 5 has them. Any thread. */
final class FakeRooms {
    /** A reply. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] json) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] ROLES = {"host", "helper", "leader", "singer", "listener"};

    final Map<String, ObjectNode> rooms = new LinkedHashMap<>();
    int roomsMax = 1_000;

    /** The answer to a room call; null when it is none. */
    synchronized @Nullable Answer answer(String json) {
        JsonNode asked = JSON.readTree(json);
        String call = asked.path("call").asString("");
        if (call.equals("room-create")) {
            return create(asked);
        }
        if (call.equals("room-list")) {
            return list(asked);
        }
        if (call.equals("room-import") || call.equals("room-export")) {
            return ok(JSON.createObjectNode().put("value", asked.path("part").asString("")));
        }
        if (call.equals("shards")) {
            return ok(JSON.createObjectNode().put("ready", 1));
        }
        if (!call.startsWith("room-") && !call.equals("join")) {
            return null;
        }
        ObjectNode room = rooms.get(asked.path("room").asString());
        if (room == null) {
            return refused(404, "no such room");
        }
        long hostEpoch = room.path("epochs").path("host").asLong();
        if (asked.has("hostEpoch") && asked.path("hostEpoch").asLong() != hostEpoch) {
            return refused(403, "this link was replaced by a newer one");
        }
        return switch (call) {
            case "join" ->
                ok(JSON.createObjectNode()
                        .put("room", room.path("room").asString())
                        .put("shard", 1)
                        .put("port", 8081)
                        .putNull("streamUrl"));
            case "room-get" -> ok(room);
            case "room-delete" -> {
                rooms.remove(room.path("room").asString());
                yield ok(JSON.createObjectNode());
            }
            default -> revoke(room, asked.path("role").asString());
        };
    }

    /** A room that is there. */
    synchronized ObjectNode room(String id) {
        return Objects.requireNonNull(rooms.get(id), id);
    }

    private Answer create(JsonNode asked) {
        if (rooms.size() >= roomsMax) {
            return refused(503, "no room for another room");
        }
        String id = "room-" + rooms.size() + "-0";
        ObjectNode room = JSON.createObjectNode()
                .put("room", id)
                .put("name", asked.path("name").asString())
                .put("open", asked.path("open").asBoolean(false))
                .put("listening", asked.path("listening").asString("off"))
                .put("listed", false)
                .put("locked", false)
                .put("people", 0)
                .put("listeners", 0)
                .put("peopleMax", asked.path("peopleMax").asInt(2_000))
                .put("phase", "idle");
        room.set("passwordHash", asked.path("passwordHash").isString() ? asked.path("passwordHash") : room.nullNode());
        ObjectNode epochs = room.putObject("epochs");
        for (String role : ROLES) {
            epochs.put(role, 1);
        }
        rooms.put(id, room);
        ObjectNode answer = JSON.createObjectNode().put("room", id);
        answer.set("epochs", epochs.deepCopy());
        return new Answer(201, JSON.writeValueAsBytes(answer));
    }

    private Answer list(JsonNode asked) {
        ObjectNode answer = JSON.createObjectNode();
        var list = answer.putArray("rooms");
        for (ObjectNode room : rooms.values()) {
            if (asked.path("all").asBoolean(false) || room.path("listed").asBoolean(false)) {
                list.addObject().put("room", room.path("room").asString());
            }
        }
        return ok(answer);
    }

    private static Answer revoke(ObjectNode room, String role) {
        ObjectNode epochs = (ObjectNode) room.path("epochs");
        epochs.put(role, epochs.path(role).asLong() + 1);
        return ok(JSON.createObjectNode()
                .put("role", role)
                .put("epoch", epochs.path(role).asLong()));
    }

    private static Answer ok(JsonNode json) {
        return new Answer(200, JSON.writeValueAsBytes(json));
    }

    private static Answer refused(int status, String message) {
        return new Answer(status, JSON.writeValueAsBytes(JSON.createObjectNode().put("message", message)));
    }
}
