package brigade.shard.rooms;

import brigade.wire.WireException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of docs/rooms.md; what is wrong is a 400 that says so. Stateless. */
final class NewRoom {
    static final int BODY_MAX_BYTES = 16_384;

    private static final int NAME_MAX_CHARS = 80;
    private static final int PEOPLE_MIN = 2;
    private static final int PEOPLE_MAX = 2_000;
    private static final Set<String> LISTENING = Set.of("off", "token", "open");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build())
            .build();

    /** What the state server is asked for. */
    final ObjectNode wanted;

    /** As typed; null: none. */
    final @Nullable String password;

    private NewRoom(ObjectNode wanted, @Nullable String password) {
        this.wanted = wanted;
        this.password = password;
    }

    /** A JSON object. */
    static ObjectNode object(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw WireException.malformed("the body has to be a JSON object");
    }

    /** The body of {@code POST /api/rooms}. */
    static NewRoom read(byte[] body) {
        ObjectNode given = object(body);
        ObjectNode wanted = given.objectNode();
        String name = text(given, "name");
        if (name == null || name.isBlank() || name.strip().length() > NAME_MAX_CHARS) {
            throw WireException.malformed("a room's name has 1 to " + NAME_MAX_CHARS + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw WireException.malformed("a room's name has no control characters");
        }
        wanted.put("name", name.strip());
        JsonNode open = given.path("open");
        if (!open.isMissingNode() && !open.isNull()) {
            require(open.isBoolean(), "open has to be true or false");
            wanted.put("open", open.asBoolean());
        }
        String listening = text(given, "listening");
        if (listening != null) {
            require(LISTENING.contains(listening), "listening has to be off, token or open");
            wanted.put("listening", listening);
        }
        JsonNode people = given.path("peopleMax");
        if (!people.isMissingNode() && !people.isNull()) {
            require(
                    people.isIntegralNumber()
                            && people.canConvertToInt()
                            && people.asInt() >= PEOPLE_MIN
                            && people.asInt() <= PEOPLE_MAX,
                    "peopleMax has to be " + PEOPLE_MIN + " to " + PEOPLE_MAX);
            wanted.put("peopleMax", people.asInt());
        }
        return new NewRoom(wanted, text(given, "password"));
    }

    /** A field that is text or absent. */
    static @Nullable String text(JsonNode given, String field) {
        JsonNode value = given.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        require(value.isString(), field + " has to be text");
        return value.asString();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw WireException.malformed(otherwise);
        }
    }
}
