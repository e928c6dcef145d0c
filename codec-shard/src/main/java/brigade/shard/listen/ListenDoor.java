package brigade.shard.listen;

import brigade.access.RoomGrant;
import brigade.access.RoomTokens;
import brigade.access.TokenRefusedException;
import brigade.shard.rooms.RoomInfo;
import brigade.wire.WireException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who may listen to a room: its setting, and the listener's token. What the state server says of a room is believed for 2 s. Any thread. */
final class ListenDoor {
    private static final long BELIEVED_NS = 2_000_000_000L;
    private static final int KEPT_MAX = 1_000;

    private record Told(RoomInfo room, long atNs) {}

    private final ConcurrentHashMap<String, Told> told = new ConcurrentHashMap<>();
    private final Function<String, RoomInfo> rooms;
    private final RoomTokens tokens;
    private final LongSupplier nowNs;

    /** @param rooms asks the state server; 404 when there is none */
    ListenDoor(Function<String, RoomInfo> rooms, RoomTokens tokens, LongSupplier nowNs) {
        this.rooms = rooms;
        this.tokens = tokens;
        this.nowNs = nowNs;
    }

    /**
     * The room, if it may be listened to.
     *
     * @param token of any link of this room
     * @throws WireException 403 with the reason, 404, 410 where it has moved, 503
     */
    RoomInfo enter(String id, @Nullable String token) {
        RoomInfo room = find(id);
        String movedTo = room.movedTo();
        if (!movedTo.isEmpty()) {
            throw new WireException(410, "this room has moved: listen at " + movedTo + "/listen/" + id + ".ogg");
        }
        switch (room.listening()) {
            case "open" -> {}
            case "token" -> check(room, token);
            default -> throw new WireException(403, "this room has no listeners");
        }
        return room;
    }

    private void check(RoomInfo room, @Nullable String token) {
        if (token == null) {
            throw new WireException(403, "this room is for listeners with a link");
        }
        try {
            RoomGrant grant = tokens.verify(token, room.room());
            if (grant.epoch() != room.epoch(grant.role())) {
                throw new WireException(403, "this link was replaced by a newer one");
            }
        } catch (TokenRefusedException e) {
            throw new WireException(403, e.refusal().sentence());
        }
    }

    private RoomInfo find(String id) {
        long now = nowNs.getAsLong();
        Told known = told.get(id);
        if (known != null && now - known.atNs < BELIEVED_NS) {
            return known.room;
        }
        told.remove(id);
        RoomInfo room = rooms.apply(id);
        if (told.size() >= KEPT_MAX) {
            told.clear();
        }
        told.put(id, new Told(room, now));
        return room;
    }
}
