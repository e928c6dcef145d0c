package brigade.state.room;

import tools.jackson.databind.JsonNode;

/** What only a host does: lock, settings, revoke, record. */
final class HostCommands {
    private static final int MESSAGE_STEP_MS = 20;
    private static final int MESSAGE_MAX_MS = 200;
    private static final int PASSWORD_HASH_MAX_CHARS = 1_000;

    /** Adds its types. */
    void addTo(StageCommands commands) {
        commands.add("lock", Role.HOST, HostCommands::lock);
        commands.add("settings", Role.HOST, HostCommands::settings);
        commands.add("revoke", Role.HOST, HostCommands::revoke);
        commands.add("recording", Role.HOST, HostCommands::recording);
    }

    private static void lock(Stage stage, Person person, JsonNode message) {
        stage.locked(Fields.needFlag(message, "locked"));
        stage.news().roomChanged();
    }

    private static void settings(Stage stage, Person person, JsonNode message) {
        Charter charter = stage.charter();
        String name = Fields.text(message, "name", RoomCalls.NAME_MAX_CHARS);
        Boolean open = Fields.flag(message, "open");
        Boolean listed = Fields.flag(message, "listed");
        String listening = Fields.text(message, "listening", 10);
        int messageMs = (int) Fields.integer(message, "messageMs", MESSAGE_STEP_MS, MESSAGE_MAX_MS, charter.messageMs);
        int peopleMax = (int) Fields.integer(
                message, "peopleMax", RoomCalls.PEOPLE_MIN, RoomLimits.USERS_MAX_DEFAULT, charter.peopleMax);
        String hash = Fields.text(message, "passwordHash", PASSWORD_HASH_MAX_CHARS);
        if (name != null && name.isBlank()) {
            throw StageError.malformed("name must not be empty.");
        }
        if (listening != null && !Charter.isListening(listening)) {
            throw StageError.malformed("listening has to be off, token or open.");
        }
        if (messageMs % MESSAGE_STEP_MS != 0) {
            throw StageError.malformed("messageMs has to be in steps of " + MESSAGE_STEP_MS + ".");
        }
        charter.name = name == null ? charter.name : name.strip();
        charter.open = open == null ? charter.open : open;
        charter.listed = listed == null ? charter.listed : listed;
        charter.listening = listening == null ? charter.listening : listening;
        charter.messageMs = messageMs;
        charter.peopleMax = peopleMax;
        charter.passwordHash = hash == null ? charter.passwordHash : hash;
        stage.charterChanged();
    }

    private static void revoke(Stage stage, Person person, JsonNode message) {
        Role role = Role.of(Fields.needText(message, "role", 20));
        if (role == null) {
            throw StageError.malformed("role has to be host, helper, singer or listener.");
        }
        stage.revoke(role, person);
    }

    private static void recording(Stage stage, Person person, JsonNode message) {
        stage.recording(Fields.needFlag(message, "on"));
    }
}
