package brigade.state.room;

import brigade.wire.stream.HouseUrl;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * What a room is by its makers' will: name, who may come, which links count. Kept in the room's file across restarts. Agent
 * thread only.
 */
final class Charter {
    /** Nobody listens over HTTP; over a socket who has a listener's link. */
    static final String LISTENING_OFF = "off";

    /** Who has a listener's link may. */
    static final String LISTENING_TOKEN = "token";

    /** Everybody may. */
    static final String LISTENING_OPEN = "open";

    /** Length of a message unless set: 60 ms. */
    static final int MESSAGE_MS = 60;

    final String id;
    String name;
    boolean open;
    String listening;
    int peopleMax = RoomLimits.USERS_MAX_DEFAULT;
    boolean listed;

    /** As the shard made it; empty without a password. */
    String passwordHash = "";

    int messageMs = MESSAGE_MS;

    /** The house where it has gone; empty while it is here. */
    String movedTo = "";

    /** What the evening made of it. */
    final Evening evening = new Evening();

    /** Epoch of each role's links; older ones are void. */
    private final Map<Role, Integer> epochs = new EnumMap<>(Role.class);

    /** When somebody was in it last, in seconds since 1970. */
    long usedSeconds;

    /** The set list as its file has to be; null when that is so. */
    @Nullable
    RawJson setListToSave;

    /** How the room stood when a former process ended; null when that is not known, or was taken over. */
    @Nullable
    JsonNode present;

    /** Clock until which no song begins, since the room is about to move; not in the file. */
    long heldUntil;

    /** Whether the room's file says all this. */
    boolean isSaved = true;

    Charter(String id, String name, boolean open) {
        this.id = id;
        this.name = name;
        this.open = open;
        this.listening = open ? LISTENING_OPEN : LISTENING_OFF;
        for (Role role : Role.values()) {
            epochs.put(role, 1);
        }
    }

    /** Whether {@code listening} is one of the three words. */
    static boolean isListening(String listening) {
        return listening.equals(LISTENING_OFF) || listening.equals(LISTENING_TOKEN) || listening.equals(LISTENING_OPEN);
    }

    /** The epoch that links of {@code role} need. */
    int epoch(Role role) {
        return Objects.requireNonNull(epochs.get(role));
    }

    /** Makes all links of {@code role} void; returns the epoch of new ones. */
    int revoke(Role role) {
        int next = epoch(role) + 1;
        epochs.put(role, next);
        return next;
    }

    /** The room's file. */
    RawJson toJson() {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("room", id);
            write(json);
            evening.write(json);
            json.writeNumberProperty("used", usedSeconds);
            if (!movedTo.isEmpty()) {
                json.writeStringProperty("movedTo", movedTo);
            }
            json.writeEndObject();
        });
    }

    /** Writes all but id and time, for the file and for shards. */
    void write(JsonGenerator json) {
        json.writeStringProperty("name", name);
        json.writeBooleanProperty("open", open);
        json.writeStringProperty("listening", listening);
        json.writeNumberProperty("peopleMax", peopleMax);
        json.writeBooleanProperty("listed", listed);
        json.writeNumberProperty("messageMs", messageMs);
        if (!passwordHash.isEmpty()) {
            json.writeStringProperty("passwordHash", passwordHash);
        }
        writeEpochs(json);
    }

    /** Writes {@code "epochs": {"host": 1, ...}}. */
    void writeEpochs(JsonGenerator json) {
        json.writeObjectPropertyStart("epochs");
        for (Role role : Role.values()) {
            json.writeNumberProperty(role.wireName(), epoch(role));
        }
        json.writeEndObject();
    }

    /**
     * Reads a room's file.
     *
     * @return null when it is not one
     */
    static @Nullable Charter fromJson(JsonNode file) {
        try {
            String id = Fields.needText(file, "room", RoomIds.MAX_CHARS);
            if (!RoomIds.isValid(id)) {
                return null;
            }
            Charter charter = new Charter(id, Fields.needText(file, "name", 80), Fields.needFlag(file, "open"));
            String listening = Fields.needText(file, "listening", 10);
            charter.listening = isListening(listening) ? listening : LISTENING_OFF;
            charter.peopleMax = (int) Fields.needInteger(file, "peopleMax", 1, 65_535);
            charter.listed = Fields.needFlag(file, "listed");
            charter.messageMs = (int) Fields.needInteger(file, "messageMs", 20, 200);
            String hash = Fields.text(file, "passwordHash", 1_000);
            charter.passwordHash = hash == null ? "" : hash;
            charter.usedSeconds = Fields.needInteger(file, "used", 0, Long.MAX_VALUE);
            String moved = Fields.text(file, "movedTo", 1_000);
            charter.movedTo = moved != null && HouseUrl.isBelievable(moved) ? moved : "";
            JsonNode epochs = file.get("epochs");
            if (epochs == null) {
                return null;
            }
            for (Role role : Role.values()) {
                charter.epochs.put(role, (int) Fields.needInteger(epochs, role.wireName(), 1, Integer.MAX_VALUE - 1));
            }
            charter.evening.read(file.get("evening"));
            return charter;
        } catch (StageError e) {
            return null;
        }
    }
}
