package brigade.state.room;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control messages of stream v2: finds what a message asks, checks rights and rates, has it done. Whatever is refused
 * changes nothing and is told by an {@code error}. Agent thread only.
 */
final class StageCommands {
    private static final Logger LOG = LoggerFactory.getLogger(StageCommands.class);

    /** Characters of a type; longer ones are no type of ours. */
    private static final int TYPE_MAX_CHARS = 40;

    /** What is journalled. Words between two people are not, nor what is said every few seconds. */
    private static final Set<String> KEPT = Set.of(
            "abort",
            "arm",
            "calibration",
            "chat",
            "chat-delete",
            "chat-mute",
            "correction",
            "fader",
            "give",
            "item",
            "lead",
            "levels",
            "lock",
            "lyrics",
            "mark",
            "mode",
            "mute",
            "name",
            "page",
            "pin",
            "recording",
            "remove",
            "revoke",
            "rounds",
            "seat",
            "section",
            "sections",
            "setlist",
            "settings",
            "solo",
            "start",
            "stop",
            "tempo",
            "track");

    /** Does what one type of message asks. Checks everything before it changes anything. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @param stage the room
         * @param person who asks
         * @param message the whole message
         */
        void run(Stage stage, Person person, JsonNode message);
    }

    /** A type of message: who may send it, and what it does. */
    private record Command(Role needed, Action action) {}

    private final Map<String, Command> commands = new HashMap<>();

    StageCommands() {
        new SongCommands().addTo(this);
        new DeskCommands().addTo(this);
        new SetListCommands().addTo(this);
        new PeopleCommands().addTo(this);
        new HostCommands().addTo(this);
    }

    /** Adds a type of message that those of {@code needed} and above may send. */
    void add(String type, Role needed, Action action) {
        commands.put(type, new Command(needed, action));
    }

    /** Every type there is, with the role that it needs at least. */
    Map<String, Role> types() {
        Map<String, Role> types = new TreeMap<>();
        commands.forEach((type, command) -> types.put(type, command.needed()));
        return types;
    }

    /** Does what {@code message} asks, or tells its sender why not. */
    void handle(Connection connection, JsonNode message, long now) {
        Person person = connection.person;
        Stage stage = connection.shardRoom.stage;
        String type = "";
        try {
            if (!message.isObject()) {
                throw StageError.malformed("A message has to be an object.");
            }
            type = Fields.needText(message, "type", TYPE_MAX_CHARS);
            if (!connection.messages.take(now)) {
                throw new StageError(StageError.TOO_FAST, "Too many messages: this one was dropped.");
            }
            Command command = commands.get(type);
            if (command == null) {
                return; // of a newer client
            }
            if (!mayDo(stage, person, command.needed())) {
                throw StageError.notAllowed(command.needed());
            }
            command.action().run(stage, person, message);
            if (KEPT.contains(type) && !type.equals("chat")) {
                stage.present().changed();
            }
            if (KEPT.contains(type)) {
                keep(stage, person, message);
            }
        } catch (StageError e) {
            stage.send(person, Admission.error(e, type));
        } catch (RuntimeException e) {
            LOG.error("a message of type {} failed", type.length() > TYPE_MAX_CHARS ? "" : type, e);
            stage.send(person, Admission.error(new StageError("server", "The server failed to do that."), type));
        }
    }

    /** Has a message that was followed journalled, but no secret. */
    private static void keep(Stage stage, Person person, JsonNode message) {
        JsonNode kept = message;
        if (message.has("passwordHash") && message instanceof ObjectNode object) {
            kept = object.deepCopy().without("passwordHash");
        }
        RawJson raw = RawJson.ofTree(kept);
        stage.event("message", person, json -> {
            json.writeName("message");
            json.writeRawValue(raw);
        });
    }

    /** Whether {@code person} may do what {@code needed} may. In an open room a singer is a leader too. */
    static boolean mayDo(Stage stage, Person person, Role needed) {
        Role role = person.role == Role.SINGER && stage.charter().open ? Role.LEADER : person.role;
        return role.mayActAs(needed);
    }

    /** Refuses unless {@code person} may do what {@code needed} may. */
    static void need(Stage stage, Person person, Role needed) {
        if (!mayDo(stage, person, needed)) {
            throw StageError.notAllowed(needed);
        }
    }

    /** The singer that {@code field} names, of either protocol. */
    static Singer singer(Stage stage, JsonNode message, String field) {
        return singer(stage, Fields.needId(message, field));
    }

    /** The singer of an id in an array. */
    static Singer singer(Stage stage, JsonNode id) {
        try {
            return singer(stage, Long.parseUnsignedLong(id.asString("")));
        } catch (NumberFormatException e) {
            throw StageError.malformed("who has to be ids of people.");
        }
    }

    private static Singer singer(Stage stage, long id) {
        Singer singer = stage.room().singers().get(id);
        if (singer == null || id == 0) {
            throw new StageError(StageError.NO_SUCH_PERSON, "There is nobody of that id in the room.");
        }
        return singer;
    }
}
