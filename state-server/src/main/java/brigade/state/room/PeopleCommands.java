package brigade.state.room;

import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** What people say of themselves and to each other, and where they sit. */
final class PeopleCommands {
    private static final Set<String> READY = Set.of("ready", "checking", "off");
    private static final Set<String> PRIVATE_ACTIONS = Set.of("unmute", "check", "solo-off");
    private static final int STATS_MAX_BYTES = 2_000;
    private static final int NAME_MAX_CHARS = 500;

    /** Adds its types. */
    void addTo(StageCommands commands) {
        commands.add("stats", Role.LISTENER, PeopleCommands::stats);
        commands.add("ready", Role.LISTENER, PeopleCommands::ready);
        commands.add("calibration", Role.LISTENER, PeopleCommands::calibration);
        commands.add("mode", Role.LISTENER, PeopleCommands::mode);
        commands.add("name", Role.LISTENER, PeopleCommands::name);
        commands.add("chat", Role.SINGER, PeopleCommands::chat);
        commands.add("chat-delete", Role.HELPER, PeopleCommands::chatDelete);
        commands.add("chat-mute", Role.HELPER, PeopleCommands::chatMute);
        commands.add("private", Role.HELPER, PeopleCommands::toOne);
        commands.add("seat", Role.SINGER, PeopleCommands::seat);
        commands.add("pin", Role.HELPER, PeopleCommands::pin);
        commands.add("remove", Role.HELPER, PeopleCommands::remove);
        commands.add("talk", Role.SINGER, PeopleCommands::talk);
        commands.add("bye", Role.LISTENER, (stage, person, message) -> leave(stage, person, "left"));
    }

    private static void stats(Stage stage, Person person, JsonNode message) {
        String text = message.toString();
        if (text.length() > STATS_MAX_BYTES) {
            throw new StageError(StageError.TOO_LONG, "stats may be " + STATS_MAX_BYTES + " bytes long.");
        }
        person.stats = text;
    }

    private static void ready(Stage stage, Person person, JsonNode message) {
        String state = Fields.needText(message, "state", 10);
        if (!READY.contains(state)) {
            throw StageError.malformed("state has to be ready, checking or off.");
        }
        person.ready = state;
        stage.news().rowChanged(person);
    }

    private static void calibration(Stage stage, Person person, JsonNode message) {
        long before = person.latencySamples;
        Hello checked = new Hello("", false, "", "", "", 0, 0, false).withValues(message);
        person.latencySamples = checked.latencySamples();
        person.confidence = checked.confidence();
        person.headphones = checked.headphones();
        if (person.singer != null && person.singer.watch != null && person.latencySamples != before) {
            person.singer.watch.newSoundCheck();
        }
    }

    private static void mode(Stage stage, Person person, JsonNode message) {
        Fields.needText(message, "mode", 10);
        boolean listens = Hello.isListening(message);
        if (listens == person.listens) {
            return;
        }
        if (listens
                && person.singer != null
                && person.singer == stage.room().song().leader()) {
            throw new StageError(StageError.NOT_NOW, "You lead: give the lead to somebody first.");
        }
        if (!listens) {
            StageCommands.need(stage, person, Role.SINGER);
            if (stage.room().singers().active() >= stage.peopleMax()) {
                throw new StageError(StageError.FULL, "The room is full. You can still listen.");
            }
        }
        stage.seats().enter(person, listens, false);
        stage.send(person, stage.news().seat(person, StageSeats.WHY_MOVED));
        stage.news().peopleChanged();
    }

    private static void name(Stage stage, Person person, JsonNode message) {
        person.rename(Fields.needText(message, "name", NAME_MAX_CHARS));
        Singer singer = person.singer;
        if (singer != null && singer.rename(person.name) && singer.isActive()) {
            stage.room().singers().table().writeIdAndName(singer);
        }
        stage.news().rowChanged(person);
    }

    private static void chat(Stage stage, Person person, JsonNode message) {
        String text = Fields.needText(message, "text", RoomLimits.CHAT_MAX_CHARS);
        if (!person.chatRate.take(stage.now())) {
            throw new StageError(StageError.TOO_FAST, "Not so fast: this was not sent.");
        }
        if (person.chatMuted) {
            throw new StageError("chat-muted", "The host has switched your chat off.");
        }
        long number = stage.nextChat();
        stage.sendAll(said("chat", person, stage.now(), text, json -> json.writeNumberProperty("chat", number)));
        stage.room().commands().chatToOldClients(person.name, text);
    }

    private static void chatDelete(Stage stage, Person person, JsonNode message) {
        long number = Fields.needInteger(message, "chat", 1, stage.chats());
        stage.sendAll(RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "chat-deleted");
            json.writeNumberProperty("chat", number);
            json.writeEndObject();
        }));
    }

    private static void chatMute(Stage stage, Person person, JsonNode message) {
        boolean muted = Fields.needFlag(message, "muted");
        Person who = stage.people().get(Fields.needId(message, "who"));
        if (who == null || who.service) {
            StageCommands.singer(stage, message, "who").chatMuted = muted;
        } else {
            who.chatMuted = muted;
        }
    }

    private static void toOne(Stage stage, Person person, JsonNode message) {
        String text = Fields.needText(message, "text", RoomLimits.CHAT_MAX_CHARS);
        String action = Fields.text(message, "action", 20);
        if (action != null && !PRIVATE_ACTIONS.contains(action)) {
            throw StageError.malformed("action has to be unmute, check or solo-off.");
        }
        Person to = stage.people().get(Fields.needId(message, "to"));
        if (to == null || !to.isHere() || to.service) {
            throw new StageError(StageError.NO_SUCH_PERSON, "Who was written to is not here.");
        }
        stage.send(to, said("private", person, stage.now(), text, json -> {
            if (action != null) {
                json.writeStringProperty("action", action);
            }
        }));
    }

    private static RawJson said(String type, Person from, long clock, String text, Consumer<JsonGenerator> more) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", type);
            json.writeName("from");
            json.writeRawValue(from.idJson);
            json.writeStringProperty("name", from.name);
            json.writeNumberProperty("clock", clock);
            json.writeStringProperty("text", text);
            more.accept(json);
            json.writeEndObject();
        });
    }

    private static Person person(Stage stage, JsonNode message) {
        Person found = stage.people().get(Fields.needId(message, "who"));
        if (found == null || found.service || !People.isSeated(found, stage.now())) {
            throw new StageError(
                    StageError.NO_SUCH_PERSON, "There is nobody of that id here whom this server can move.");
        }
        return found;
    }

    private static void seat(Stage stage, Person person, JsonNode message) {
        Person who = Fields.id(message, "who") == null ? person : person(stage, message);
        int bucket = (int) Fields.needInteger(message, "bucket", 1, stage.rows());
        if (who.listens) {
            throw new StageError(StageError.NOT_NOW, "Who only listens has no row.");
        }
        if (who != person || bucket != stage.rows()) {
            StageCommands.need(stage, person, Role.HELPER);
        }
        if (bucket == who.bucket) {
            return;
        }
        stage.seats().move(who, bucket, StageSeats.WHY_MOVED);
    }

    private static void pin(Stage stage, Person person, JsonNode message) {
        boolean pinned = Fields.needFlag(message, "pinned");
        person(stage, message).pinned = pinned;
    }

    private static void remove(Stage stage, Person person, JsonNode message) {
        Boolean bar = Fields.flag(message, "bar");
        Person who = person(stage, message);
        if (who.role.mayActAs(person.role) && person.role != Role.HOST) {
            throw StageError.notAllowed(Role.HOST);
        }
        boolean barred = Boolean.TRUE.equals(bar);
        if (barred) {
            stage.bar(who);
        }
        leave(stage, who, barred ? "barred" : "removed");
        // His resume token must not bring him back to a seat: he comes as a newcomer.
        who.awaySince = Math.min(who.awaySince, stage.now() - People.SEAT_KEPT_SAMPLES);
    }

    private static void talk(Stage stage, Person person, JsonNode message) {
        boolean on = Fields.needFlag(message, "on");
        String scope = Fields.text(message, "scope", 10);
        if (scope == null || scope.equals("me")) {
            person.talks = on;
        } else if (scope.equals("room")) {
            StageCommands.need(stage, person, Role.HELPER);
            stage.talk().wanted(on);
        } else {
            throw StageError.malformed("scope has to be room or me.");
        }
    }

    /** Has somebody's socket closed and his seat freed. */
    static void leave(Stage stage, Person who, String reason) {
        Connection connection = who.connection;
        if (connection == null) {
            stage.seats().leave(who, stage.now());
            return;
        }
        stage.send(who, Admission.bye(reason));
        ShardLink link = connection.shardRoom.link;
        link.closing.addLast(new ShardLink.Close(connection.number, Admission.NORMAL, reason));
        link.remove(connection);
        stage.seats().leave(who, stage.now());
    }
}
