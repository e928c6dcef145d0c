package brigade.shard.rooms;

import brigade.access.Role;
import brigade.shard.exchange.StateCall;
import brigade.wire.WireException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The room calls of docs/protocol.md, 5. Any thread that may wait; so many at a time that rooms can never keep the
 * singers' own calls waiting long.
 */
public final class RoomCalls {
    private static final int AT_A_TIME_MAX = 4;
    private static final long WAIT_MAX_MS = 2_000;
    private static final float[] NO_SOUND = new float[0];
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<StateCall> calls;
    private final Semaphore free = new Semaphore(AT_A_TIME_MAX, true);

    /** Each call gets a place of its own from {@code calls}. */
    public RoomCalls(Supplier<StateCall> calls) {
        this.calls = calls;
    }

    /** Where the next person of that room goes. */
    JsonNode join(String room) {
        return ask("join", json -> json.put("room", room));
    }

    /** Whether some shard takes newcomers, as far as the state server knows; not when it is away. */
    public boolean isAnyShardReady() {
        try {
            return ask("shards", json -> {}).path("ready").asInt(0) > 0;
        } catch (WireException e) {
            return false;
        }
    }

    /**
     * Makes a room.
     *
     * @param wanted what the maker asked for, checked, without the password
     * @return {@code room} and {@code epochs}
     */
    JsonNode create(ObjectNode wanted, @Nullable String passwordHash) {
        return ask("room-create", json -> {
            json.setAll(wanted);
            if (passwordHash != null) {
                json.put("passwordHash", passwordHash);
            }
        });
    }

    /**
     * What there is to know of a room.
     *
     * @throws WireException 404 when there is none
     */
    public RoomInfo get(String room) {
        return RoomInfo.of(ask("room-get", json -> json.put("room", room)));
    }

    /** Rooms that want to be found; all for the operator. */
    JsonNode list(boolean all) {
        return ask("room-list", json -> json.put("all", all));
    }

    /**
     * Ends a room.
     *
     * @param hostEpoch of the host's link; null: the operator asks
     */
    void delete(String room, @Nullable Long hostEpoch) {
        ask("room-delete", json -> by(json.put("room", room), hostEpoch));
    }

    /** Makes all older links of that role void; returns the number of the new ones. */
    long revoke(String room, Role role, @Nullable Long hostEpoch) {
        JsonNode answer = ask("room-revoke", json -> by(json.put("room", room).put("role", role.word()), hostEpoch));
        return answer.path("epoch").asLong(-1);
    }

    /** Rooms that could go to another house. */
    JsonNode ids() {
        return ask("room-ids", json -> {});
    }

    /**
     * One part of a room, for another house.
     *
     * @throws WireException 503 when it has to be asked for again
     */
    JsonNode export(String room, String part) {
        return ask("room-export", json -> json.put("room", room).put("part", part))
                .path("value");
    }

    /** Brings one part of a room from another house; the part {@code end} has no value, and makes the room. */
    void bring(String room, String part, @Nullable JsonNode value) {
        ask("room-import", json -> json.put("room", room).put("part", part).set("value", value));
    }

    /** Has no song begin for so long; {@code sounding} and {@code people}. */
    JsonNode hold(String room, int seconds) {
        return ask("room-hold", json -> json.put("room", room).put("seconds", seconds));
    }

    /** Sends everybody of a room to the house at {@code url}; {@code told}: how many were. */
    JsonNode moved(String room, String url) {
        return ask("room-moved", json -> json.put("room", room).put("url", url));
    }

    private static void by(ObjectNode json, @Nullable Long hostEpoch) {
        if (hostEpoch != null) {
            json.put("hostEpoch", hostEpoch);
        }
    }

    private JsonNode ask(String name, Consumer<ObjectNode> fields) {
        ObjectNode request = JSON.createObjectNode().put("call", name);
        fields.accept(request);
        byte[] bytes = JSON.writeValueAsBytes(request);
        try {
            if (!free.tryAcquire(WAIT_MAX_MS, TimeUnit.MILLISECONDS)) {
                throw new WireException(503, "this shard is overloaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException(503, "this shard is stopping");
        }
        try {
            StateCall call = calls.get();
            call.send(bytes, bytes.length, NO_SOUND, 0);
            JsonNode answer = JSON.readTree(call.json(), 0, call.jsonBytes());
            if (call.status() >= 300) {
                throw new WireException(call.status(), answer.path("message").asString("refused"));
            }
            return answer;
        } catch (JacksonException e) {
            throw new WireException(503, "the state server's answer cannot be read");
        } finally {
            free.release();
        }
    }
}
