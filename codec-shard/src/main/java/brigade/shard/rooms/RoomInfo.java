package brigade.shard.rooms;

import brigade.access.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A room as the state server tells of it.
 *
 * @param listening {@code off}, {@code token} or {@code open}
 * @param passwordHash null: none is asked for
 * @param json all of the answer, secrets and epochs included: for {@link #epoch} and {@link RoomsApi}
 */
public record RoomInfo(
        String room,
        boolean open,
        String listening,
        @Nullable String passwordHash,
        JsonNode json) {
    /** Reads an answer to {@code room-get}. */
    public static RoomInfo of(JsonNode json) {
        return new RoomInfo(
                json.path("room").asString(""),
                json.path("open").asBoolean(false),
                json.path("listening").asString("off"),
                json.path("passwordHash").isString() ? json.path("passwordHash").asString() : null,
                json);
    }

    /** Where it has gone; empty while it is here. */
    public String movedTo() {
        return json.path("movedTo").asString("");
    }

    /** The number that this role's links need; what no link has when the state server does not say. */
    public long epoch(Role role) {
        return json.path("epochs").path(role.word()).asLong(-1);
    }
}
