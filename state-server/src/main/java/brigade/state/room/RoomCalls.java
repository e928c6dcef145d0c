package brigade.state.room;

import brigade.rpc.RpcCall;
import brigade.wire.WireException;
import brigade.wire.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** The calls behind the HTTP pages about rooms: {@code join} and {@code room-*}. Agent thread only. */
final class RoomCalls {
    static final int NAME_MAX_CHARS = 80;
    static final int PEOPLE_MIN = 2;

    private static final int LIST_MAX = 100;
    private static final int CREATED = 201;
    private static final int PASSWORD_HASH_MAX_CHARS = 1_000;

    /** A room fills one shard to this mark, then the next. */
    private static final int SHARD_MARK = 200;

    private static final Set<String> CALLS =
            Set.of("join", "shards", "room-create", "room-get", "room-list", "room-delete", "room-revoke");

    private final Rooms rooms;

    RoomCalls(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Whether {@code call} is one of these. */
    static boolean isOne(String call) {
        return CALLS.contains(call);
    }

    /** Answers one call; refusals are {@link WireException}s. */
    void handle(String name, RpcCall call, long now) {
        JsonNode request = TickRequest.tree(call.requestJson(), call.requestJsonBytes());
        try {
            switch (name) {
                case "join" -> join(request, call, now);
                case "shards" -> shards(call);
                case "room-create" -> create(request, call, now);
                case "room-get" -> get(request, call, now);
                case "room-list" -> list(request, call, now);
                case "room-delete" -> delete(request, call, now);
                case "room-revoke" -> revoke(request, call);
                default -> throw WireException.malformed("no such call");
            }
        } catch (StageError e) {
            throw WireException.malformed(e.sentence());
        }
    }

    private void join(JsonNode request, RpcCall call, long now) {
        Charter charter = charter(request);
        ShardLink best = null;
        for (ShardLink link : rooms.links()) {
            link.promises.expire(now);
            if (link.ready && (best == null || isBetter(link, best, charter.id))) {
                best = link;
            }
        }
        if (best == null) {
            throw new WireException(503, "no shard is ready");
        }
        ShardLink shard = best;
        shard.promises.add(charter.id, now);
        reply(call, json -> {
            json.writeStringProperty("room", charter.id);
            json.writeNumberProperty("shard", shard.shard);
            json.writeNumberProperty("port", shard.port);
            if (shard.streamUrl == null) {
                json.writeNullProperty("streamUrl");
            } else {
                json.writeStringProperty("streamUrl", shard.streamUrl);
            }
        });
    }

    /** Whether people could go anywhere, whatever rooms there are. */
    private void shards(RpcCall call) {
        int ready = 0;
        for (ShardLink link : rooms.links()) {
            ready += link.ready ? 1 : 0;
        }
        int count = ready;
        reply(call, json -> json.writeNumberProperty("ready", count));
    }

    /** The fullest of this room below the mark; else the emptiest of all. */
    private static boolean isBetter(ShardLink link, ShardLink best, String roomId) {
        int here = inRoom(link, roomId);
        int there = inRoom(best, roomId);
        boolean hereFits = here < SHARD_MARK;
        boolean thereFits = there < SHARD_MARK;
        if (hereFits != thereFits) {
            return hereFits;
        }
        if (hereFits && here != there) {
            return here > there;
        }
        return link.members() + link.promises.total() < best.members() + best.promises.total();
    }

    private static int inRoom(ShardLink link, String roomId) {
        int coming = link.promises.in(roomId);
        for (ShardRoom room : link.rooms) {
            if (room.stage.charter().id.equals(roomId)) {
                return room.members.size() + coming;
            }
        }
        return coming;
    }

    private void create(JsonNode request, RpcCall call, long now) {
        String name = Fields.needText(request, "name", 10 * NAME_MAX_CHARS).strip();
        if (name.isEmpty() || name.length() > NAME_MAX_CHARS) {
            throw WireException.malformed("a room's name has 1 to " + NAME_MAX_CHARS + " characters");
        }
        boolean open = Boolean.TRUE.equals(Fields.flag(request, "open"));
        String listening = Fields.text(request, "listening", 10);
        if (listening != null && !Charter.isListening(listening)) {
            throw WireException.malformed("listening has to be off, token or open");
        }
        int peopleMax = (int) Fields.integer(
                request, "peopleMax", PEOPLE_MIN, RoomLimits.USERS_MAX_DEFAULT, RoomLimits.USERS_MAX_DEFAULT);
        String hash = Fields.text(request, "passwordHash", PASSWORD_HASH_MAX_CHARS);
        Charter charter = rooms.charters().create(name, open, now);
        charter.listening = listening == null ? charter.listening : listening;
        charter.peopleMax = peopleMax;
        charter.passwordHash = hash == null ? "" : hash;
        rooms.charters().save(charter);
        rooms.event("create", charter, now);
        call.status(CREATED);
        reply(call, json -> {
            json.writeStringProperty("room", charter.id);
            charter.writeEpochs(json);
        });
    }

    private void get(JsonNode request, RpcCall call, long now) {
        Charter charter = charter(request);
        Room room = rooms.live(charter.id);
        reply(call, json -> {
            json.writeStringProperty("room", charter.id);
            charter.write(json);
            if (charter.passwordHash.isEmpty()) {
                json.writeNullProperty("passwordHash");
            }
            json.writeBooleanProperty("locked", charter.evening.locked);
            if (!charter.movedTo.isEmpty()) {
                json.writeStringProperty("movedTo", charter.movedTo);
            }
            writeLife(json, room, now);
        });
    }

    private void list(JsonNode request, RpcCall call, long now) {
        boolean all = Boolean.TRUE.equals(Fields.flag(request, "all"));
        List<Charter> listed = rooms.charters().all().stream()
                .filter(charter -> all || charter.listed)
                .sorted((a, b) -> Long.compare(b.usedSeconds, a.usedSeconds))
                .limit(LIST_MAX)
                .toList();
        reply(call, json -> {
            json.writeArrayPropertyStart("rooms");
            for (Charter charter : listed) {
                json.writeStartObject();
                json.writeStringProperty("room", charter.id);
                json.writeStringProperty("name", charter.name);
                json.writeBooleanProperty("open", charter.open);
                writeLife(json, rooms.live(charter.id), now);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void writeLife(JsonGenerator json, @Nullable Room room, long now) {
        json.writeNumberProperty("people", room == null ? 0 : room.singers().active());
        json.writeNumberProperty("listeners", room == null ? 0 : room.stage().listeners());
        SongPhase phase = room == null ? SongPhase.IDLE : room.phase(now);
        json.writeStringProperty("phase", phase.name().toLowerCase(Locale.ROOT));
    }

    private void delete(JsonNode request, RpcCall call, long now) {
        Charter charter = changeable(request);
        rooms.delete(charter);
        rooms.event("delete", charter, now);
        reply(call, json -> {});
    }

    private void revoke(JsonNode request, RpcCall call) {
        Role role = Role.of(Fields.needText(request, "role", 20));
        if (role == null) {
            throw WireException.malformed("role has to be host, helper, leader, singer or listener");
        }
        Charter charter = changeable(request);
        Room room = rooms.live(charter.id);
        int epoch = room == null ? charter.revoke(role) : room.stage().revoke(role, null);
        rooms.charters().save(charter);
        reply(call, json -> {
            json.writeStringProperty("role", role.wireName());
            json.writeNumberProperty("epoch", epoch);
        });
    }

    private Charter charter(JsonNode request) {
        String id = Fields.text(request, "room", 200);
        Charter charter = rooms.charters().get(id == null ? Rooms.MAIN : id);
        if (charter == null) {
            throw new WireException(404, "no such room");
        }
        return charter;
    }

    /** The room of a request that its host, or the operator, may change. */
    private Charter changeable(JsonNode request) {
        Charter charter = charter(request);
        if (charter.id.equals(Rooms.MAIN)) {
            throw new WireException(409, "the room main belongs to everybody");
        }
        if (Fields.optional(request, "hostEpoch") != null
                && Fields.integer(request, "hostEpoch", 0, Integer.MAX_VALUE, 0) != charter.epoch(Role.HOST)) {
            throw new WireException(403, "this link was replaced by a newer one");
        }
        return charter;
    }

    private static void reply(RpcCall call, Consumer<JsonGenerator> writer) {
        try (JsonGenerator json = Json.generator(call.replyJson())) {
            json.writeStartObject();
            writer.accept(json);
            json.writeEndObject();
        }
    }
}
