package brigade.state.room;

import brigade.audio.Gain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The desk: faders, mutes, solos, levels, and who hears what alone. */
final class DeskCommands {
    private static final int SECTION_PEOPLE_MAX = 500;
    private static final int SECTION_NAME_MAX_CHARS = 40;

    /** Adds its types. */
    void addTo(StageCommands commands) {
        commands.add("fader", Role.HELPER, DeskCommands::fader);
        commands.add("mute", Role.SINGER, DeskCommands::mute);
        commands.add("mute-all", Role.HELPER, DeskCommands::muteAll);
        commands.add("solo", Role.HELPER, DeskCommands::solo);
        commands.add("levels", Role.HELPER, DeskCommands::levels);
        commands.add("desk", Role.HELPER, DeskCommands::desk);
        commands.add("section", Role.HELPER, DeskCommands::section);
        commands.add("sections", Role.HELPER, DeskCommands::sections);
        commands.add("correction", Role.LISTENER, DeskCommands::correction);
        commands.add("hear", Role.LISTENER, DeskCommands::hear);
    }

    private static void fader(Stage stage, Person person, JsonNode message) {
        double value = Fields.needNumber(message, "value", 0, Gain.FADER_MAX);
        Singer singer = StageCommands.singer(stage, message, "who");
        stage.room().levels().fader(singer, value);
        changed(stage, singer);
    }

    private static void mute(Stage stage, Person person, JsonNode message) {
        boolean muted = Fields.needFlag(message, "muted");
        boolean oneself = Fields.id(message, "who") == null || Fields.needId(message, "who") == person.id;
        if (!oneself) {
            StageCommands.need(stage, person, Role.HELPER);
        }
        Singer singer = oneself ? person.singer : StageCommands.singer(stage, message, "who");
        if (singer == null) {
            throw new StageError(StageError.NOT_NOW, "You do not sing.");
        }
        stage.room().levels().mute(singer, muted);
        changed(stage, singer);
    }

    /** All who sing but who leads, old clients included. */
    private static void muteAll(Stage stage, Person person, JsonNode message) {
        boolean muted = Fields.needFlag(message, "muted");
        Singer leader = stage.room().song().leader();
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            Singer singer = table.at(i);
            if (singer != leader && singer.muted != muted && (singer.person == null || singer.person.sings())) {
                stage.room().levels().mute(singer, muted);
                changed(stage, singer);
            }
        }
    }

    private static void solo(Stage stage, Person person, JsonNode message) {
        boolean soloed = Fields.needFlag(message, "soloed");
        Singer singer = StageCommands.singer(stage, message, "who");
        stage.room().levels().solo(singer.id, soloed);
        stage.seats().follow(false);
        changed(stage, singer);
    }

    private static void levels(Stage stage, Person person, JsonNode message) {
        double room = Fields.number(message, "room", 0, Gain.FADER_MAX);
        double backing = Fields.number(message, "backing", 0, Gain.FADER_MAX);
        Boolean crowd = Fields.flag(message, "crowdScaling");
        double leader = Fields.number(message, "leader", 0, Gain.FADER_MAX);
        double others = Fields.number(message, "crowd", 0, Gain.FADER_MAX);
        Boolean auto = Fields.flag(message, "autoLevel");
        Settings settings = stage.room().settings();
        settings.leaderVolume = Double.isNaN(leader) ? settings.leaderVolume : leader;
        settings.crowdVolume = Double.isNaN(others) ? settings.crowdVolume : others;
        settings.autoLevel = auto == null ? settings.autoLevel : auto;
        stage.room().levels().set(room, backing, crowd);
        stage.news().roomChanged();
    }

    private static void desk(Stage stage, Person person, JsonNode message) {
        stage.desk().strips().open(person, Fields.needFlag(message, "on"));
    }

    private static void section(Stage stage, Person person, JsonNode message) {
        String name = sectionName(message);
        JsonNode who = message.get("who");
        if (who == null || !who.isArray() || who.isEmpty() || who.size() > SECTION_PEOPLE_MAX) {
            throw StageError.malformed("who has to be 1 to " + SECTION_PEOPLE_MAX + " ids.");
        }
        List<Singer> singers = new ArrayList<>();
        for (JsonNode id : who) {
            singers.add(StageCommands.singer(stage, id));
        }
        for (Singer singer : singers) {
            stage.desk().sections().put(singer, name);
            stage.room().levels().applyVoice(singer);
        }
    }

    private static @Nullable String sectionName(JsonNode message) {
        String name = Fields.text(message, "name", SECTION_NAME_MAX_CHARS);
        if (name != null && name.isBlank()) {
            throw StageError.malformed("name must not be empty.");
        }
        return name == null ? null : name.strip();
    }

    private static void sections(Stage stage, Person person, JsonNode message) {
        String name = sectionName(message);
        double value = Fields.number(message, "value", 0, Gain.FADER_MAX);
        Boolean muted = Fields.flag(message, "muted");
        if (name == null) {
            throw StageError.malformed("name is missing.");
        }
        stage.desk().sections().set(name, value, muted);
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            if (name.equals(table.at(i).section)) {
                stage.room().levels().applyVoice(table.at(i));
            }
        }
    }

    private static void correction(Stage stage, Person person, JsonNode message) {
        if (Fields.id(message, "who") == null) {
            String answer = Fields.needText(message, "answer", 20);
            stage.desk().corrections().answer(person, answer);
            return;
        }
        StageCommands.need(stage, person, Role.HELPER);
        boolean offer = Fields.needFlag(message, "offer");
        Person who = StageCommands.singer(stage, message, "who").person;
        if (who == null) {
            throw new StageError(StageError.NOT_NOW, "His program cannot take a correction.");
        }
        stage.desk().corrections().want(who, offer);
    }

    private static void hear(Stage stage, Person person, JsonNode message) {
        person.hearsSolo = Fields.needFlag(message, "solo");
        stage.seats().follow(false);
        stage.seats().recount();
        stage.seats().tellShard(person);
    }

    private static void changed(Stage stage, Singer singer) {
        if (singer.person != null) {
            stage.news().rowChanged(singer.person);
        } else {
            stage.news().peopleChanged();
        }
    }
}
