package brigade.state.room;

import brigade.audio.Gain;
import tools.jackson.databind.JsonNode;

/** The desk: faders, mutes, solos, levels, and who hears what alone. */
final class DeskCommands {
    /** Adds its types. */
    void addTo(StageCommands commands) {
        commands.add("fader", Role.HELPER, DeskCommands::fader);
        commands.add("mute", Role.SINGER, DeskCommands::mute);
        commands.add("solo", Role.HELPER, DeskCommands::solo);
        commands.add("levels", Role.HELPER, DeskCommands::levels);
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
        stage.room().levels().set(room, backing, crowd);
        stage.news().roomChanged();
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
