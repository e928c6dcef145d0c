package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.rpc.RpcCall;
import brigade.wire.WireException;
import brigade.wire.json.Json;
import brigade.wire.stream.HouseUrl;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls by which a room goes to another house: {@code room-ids}, {@code room-export}, {@code room-import}, {@code room-hold},
 * {@code room-moved}. For the operator, whom the shard knows. Agent thread only.
 *
 * <p>A room comes in several calls, since one holds a megabyte: each part is kept aside, and the last makes the room whole or
 * not at all.
 */
final class TransferCalls {
    /** Longest time without songs that can be asked for at a time. */
    private static final long HOLD_MAX_SECONDS = 3_600;

    /** Rooms of which parts have come and others not; the oldest is forgotten. */
    private static final int COMING_MAX = 8;

    private static final int CREATED = 201;
    private static final int URL_MAX_CHARS = 1_000;
    private static final String TRY_AGAIN = "the set list is being read: try again";
    private static final Set<String> CALLS =
            Set.of("room-ids", "room-export", "room-import", "room-hold", "room-moved");

    private final Rooms rooms;

    /** Set lists that are being read, of rooms in which nobody is. */
    private final Map<String, Future<@Nullable JsonNode>> reading = new HashMap<>();

    /** Parts of rooms that come, by their names. */
    private final Map<String, Map<String, JsonNode>> coming = new LinkedHashMap<>();

    TransferCalls(Rooms rooms) {
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
                case "room-ids" -> ids(call);
                case "room-export" -> give(request, call, now);
                case "room-import" -> take(request, call, now);
                case "room-hold" -> hold(request, call, now);
                case "room-moved" -> moved(request, call, now);
                default -> throw WireException.malformed("no such call");
            }
        } catch (StageError e) {
            throw WireException.malformed(e.sentence());
        }
    }

    /** All that are here and could go. */
    private void ids(RpcCall call) {
        List<String> ids = rooms.charters().all().stream()
                .filter(charter -> charter.movedTo.isEmpty() && !charter.id.equals(Rooms.MAIN))
                .map(charter -> charter.id)
                .toList();
        reply(call, json -> {
            json.writeArrayPropertyStart("ids");
            ids.forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private void give(JsonNode request, RpcCall call, long now) {
        Charter charter = here(request);
        Room room = rooms.live(charter.id);
        if (room != null) {
            room.tick(now);
        }
        RawJson value = switch (Fields.needText(request, "part", 20)) {
            case "room" -> {
                reading.remove(charter.id); // of an export that was broken off: it may be old by now
                if (room != null) {
                    room.stage().memory().look();
                }
                yield charter.toJson();
            }
            case "setlist" -> setList(charter, room);
            case "present" -> present(charter, room);
            case "seats" -> room == null ? RawJson.NULL : RawJson.of(json -> CarriedSeats.write(json, room.stage()));
            default -> throw WireException.malformed("no such part of a room");
        };
        reply(call, json -> {
            json.writeName("value");
            json.writeRawValue(value);
        });
    }

    private static RawJson present(Charter charter, @Nullable Room room) {
        if (room != null) {
            return room.stage().present().write();
        }
        return charter.present == null ? RawJson.NULL : RawJson.ofTree(charter.present);
    }

    /** The disk is not waited for: the shard asks again. */
    private RawJson setList(Charter charter, @Nullable Room room) {
        if (room != null) {
            reading.remove(charter.id);
            RawJson list = room.stage().program().listJson();
            if (list == null) {
                throw new WireException(503, TRY_AGAIN);
            }
            return list;
        }
        Future<@Nullable JsonNode> file = reading.get(charter.id);
        if (file == null) {
            file = rooms.charters().loadSetList(charter);
        }
        if (file == null) {
            return RawJson.NULL;
        }
        if (!file.isDone()) {
            reading.put(charter.id, file);
            throw new WireException(503, TRY_AGAIN);
        }
        reading.remove(charter.id);
        try {
            JsonNode list = file.get();
            return list == null ? RawJson.NULL : RawJson.ofTree(list);
        } catch (InterruptedException | ExecutionException e) {
            throw new WireException(503, "the set list of " + charter.id + " cannot be read");
        }
    }

    private void take(JsonNode request, RpcCall call, long now) {
        String id = Fields.needText(request, "room", RoomIds.MAX_CHARS);
        if (id.equals(Rooms.MAIN) || !RoomIds.isValid(id)) {
            throw WireException.malformed("no room can be called so");
        }
        String part = Fields.needText(request, "part", 20);
        switch (part) {
            case "room" -> {
                rooms.charters().requireFree(id);
                charter(id, request.path("value"));
                coming.remove(id); // begun anew, it is the newest
                if (coming.size() >= COMING_MAX) {
                    coming.remove(coming.keySet().iterator().next());
                }
                coming.put(id, new HashMap<>(Map.of(part, request.path("value"))));
            }
            case "setlist", "present", "seats" -> parts(id).put(part, request.path("value"));
            case "end" -> {
                Map<String, JsonNode> parts = parts(id);
                coming.remove(id);
                come(id, parts, now);
                call.status(CREATED);
            }
            default -> throw WireException.malformed("no such part of a room");
        }
        reply(call, json -> json.writeStringProperty("room", id));
    }

    private Map<String, JsonNode> parts(String id) {
        Map<String, JsonNode> parts = coming.get(id);
        if (parts == null) {
            throw new WireException(409, "the room has to come first, then its other parts");
        }
        return parts;
    }

    private static Charter charter(String id, JsonNode file) {
        Charter charter = Charter.fromJson(file);
        if (charter == null || !charter.id.equals(id)) {
            throw WireException.malformed("this is no room, or one of another version");
        }
        return charter;
    }

    /** All of a room is there: now it is a room of this house. */
    private void come(String id, Map<String, JsonNode> parts, long now) {
        Charter charter = charter(id, parts.getOrDefault("room", TickRequest.MAPPER.nullNode()));
        charter.movedTo = "";
        JsonNode list = parts.get("setlist");
        JsonNode present = parts.get("present");
        if (present instanceof ObjectNode object) {
            object.put("clock", now); // good for 12 h from here on, whatever the clock of the other house showed
            charter.present = object;
        }
        Charter former = rooms.charters().get(id);
        rooms.charters().requireFree(id);
        if (former != null) {
            rooms.close(former);
        }
        rooms.charters().takeIn(charter, list == null || !list.isObject() ? null : RawJson.ofTree(list));
        JsonNode kept = charter.present;
        if (kept != null) {
            rooms.charters().savePresent(id, RawJson.ofTree(kept));
        }
        rooms.event("import", charter, now);
        JsonNode seats = parts.get("seats");
        Room room = seats == null || seats.path("people").isEmpty() ? null : rooms.find(id);
        if (room != null && seats != null) {
            room.tick(now);
            CarriedSeats.restore(room.stage(), seats, now);
        }
    }

    /** No song begins for so many seconds; what one asks again and again who waits for the running one to end. */
    private void hold(JsonNode request, RpcCall call, long now) {
        Charter charter = here(request);
        long seconds = Fields.needInteger(request, "seconds", 0, HOLD_MAX_SECONDS);
        charter.heldUntil = now + seconds * AudioFormat.SAMPLE_RATE_HZ;
        Room room = rooms.live(charter.id);
        boolean sounding = room != null && room.isSounding(now);
        reply(call, json -> {
            json.writeBooleanProperty("sounding", sounding);
            json.writeNumberProperty("people", room == null ? 0 : room.singers().active());
        });
    }

    /** The room is in another house: everybody here is told, and whoever comes. */
    private void moved(JsonNode request, RpcCall call, long now) {
        Charter charter = here(request);
        String url = Fields.needText(request, "url", URL_MAX_CHARS);
        if (!HouseUrl.isBelievable(url)) {
            throw WireException.malformed("people can be sent to an https address only, without ? and #");
        }
        charter.movedTo = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        charter.heldUntil = 0;
        rooms.charters().save(charter);
        rooms.event("moved", charter, now);
        Room room = rooms.live(charter.id);
        int told = room == null ? 0 : room.moved(charter.movedTo);
        rooms.close(charter);
        reply(call, json -> json.writeNumberProperty("told", told));
    }

    private Charter here(JsonNode request) {
        String id = Fields.needText(request, "room", RoomIds.MAX_CHARS);
        Charter charter = rooms.charters().get(id);
        if (charter == null) {
            throw new WireException(404, "no such room");
        }
        if (!charter.movedTo.isEmpty()) {
            throw new WireException(410, "room " + id + " has moved to " + charter.movedTo);
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
