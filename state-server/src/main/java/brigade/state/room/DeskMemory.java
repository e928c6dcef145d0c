package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * What the desk made of a room, kept in the room's file: levels, sections, what is on, and of each singer his fader, his section and
 * his corrections. After a restart of the state server everybody finds it as it was, up to the last {@value #EVERY_SECONDS} s. Agent
 * thread only.
 */
final class DeskMemory {
    /** How often it is looked whether anything changed. */
    private static final int EVERY_SECONDS = 2;

    private final Stage stage;

    /** Of people who have not come back since the restart, by id; their devices find the same entries. */
    private final Map<Long, JsonNode> absent = new HashMap<>();

    private final Map<String, Long> byDevice = new HashMap<>();
    private long absentUntil;
    private long lookAt;
    private boolean restored;

    DeskMemory(Stage stage) {
        this.stage = stage;
    }

    /** Before anybody comes: the room is set as it was. Does its work once. */
    void restore(long now) {
        if (restored) {
            return;
        }
        restored = true;
        absentUntil = now + People.KNOWN_SAMPLES;
        JsonNode saved = stage.charter().evening.desk;
        if (saved == null) {
            return;
        }
        restoreSettings(saved.path("levels"));
        stage.desk().sections().read(saved.path("sections"));
        for (JsonNode person : saved.path("people")) {
            Long id = idOf(person);
            if (id != null) {
                absent.put(id, person);
                byDevice.put(person.path("device").asString(""), id);
            }
        }
        byDevice.remove("");
        stage.program()
                .restore(saved.path("item").asString(""), saved.path("page").asInt(0));
    }

    private static @Nullable Long idOf(JsonNode person) {
        try {
            return Fields.id(person, "id");
        } catch (StageError e) {
            return null; // of another version: he begins anew
        }
    }

    private void restoreSettings(JsonNode levels) {
        Settings settings = stage.room().settings();
        settings.leaderVolume = fader(levels, "leader", settings.leaderVolume);
        settings.crowdVolume = fader(levels, "crowd", settings.crowdVolume);
        settings.autoLevel = levels.path("autoLevel").asBoolean(settings.autoLevel);
        Boolean crowdScaling = levels.path("crowdScaling").asBoolean(!settings.disableAutoGain);
        stage.room()
                .levels()
                .set(
                        fader(levels, "room", settings.globalVolume),
                        fader(levels, "backing", settings.backingVolume),
                        crowdScaling);
    }

    private static double fader(JsonNode from, String name, double absent) {
        double value = from.path(name).asDouble(absent);
        return value >= 0 && value <= Gain.FADER_MAX ? value : absent;
    }

    /** Somebody came whom this process has not seen: he is set as he was. */
    void welcome(Person person, String device) {
        Long id = absent.containsKey(person.id) ? Long.valueOf(person.id) : byDevice.get(device);
        JsonNode saved = id == null ? null : absent.remove(id);
        if (saved == null) {
            return;
        }
        person.fader = fader(saved, "fader", person.fader);
        person.muted = saved.path("muted").asBoolean(false);
        person.pinned = saved.path("pinned").asBoolean(false);
        person.chatMuted = saved.path("chatMuted").asBoolean(false);
        String section = saved.path("section").asString("");
        person.section = section.isEmpty() ? null : section;
        person.correction.read(saved.path("correction"));
    }

    /** Has the room's file say how it is now, at once. */
    void look() {
        lookAt = 0;
        slow();
    }

    /** Called twice a second: has the room's file written when anything changed. */
    void slow() {
        long now = stage.now();
        if (now < lookAt) {
            return;
        }
        lookAt = now + AudioFormat.secondsToSamples(EVERY_SECONDS);
        if (now >= absentUntil) {
            absent.clear();
        }
        RawJson state = RawJson.of(this::write);
        if (!state.isSame(stage.charter().evening.deskJson)) {
            stage.charter().evening.deskJson = state;
            stage.charter().isSaved = false;
        }
    }

    private void write(JsonGenerator json) {
        Settings settings = stage.room().settings();
        json.writeStartObject();
        json.writeObjectPropertyStart("levels");
        json.writeNumberProperty("room", settings.globalVolume);
        json.writeNumberProperty("backing", settings.backingVolume);
        json.writeNumberProperty("leader", settings.leaderVolume);
        json.writeNumberProperty("crowd", settings.crowdVolume);
        json.writeBooleanProperty("autoLevel", settings.autoLevel);
        json.writeBooleanProperty("crowdScaling", !settings.disableAutoGain);
        json.writeEndObject();
        json.writeName("sections");
        stage.desk().sections().write(json);
        SetListItem on = stage.program().on();
        String item = on == null ? stage.program().restoring() : on.id();
        if (!item.isEmpty()) {
            json.writeStringProperty("item", item);
            json.writeNumberProperty("page", stage.program().page());
        }
        json.writeArrayPropertyStart("people");
        for (Person person : stage.people().all()) {
            writePerson(json, person);
        }
        for (JsonNode person : absent.values()) {
            json.writeRawValue(person.toString());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Of somebody with whom nothing was done there is nothing to keep. */
    private static void writePerson(JsonGenerator json, Person person) {
        Singer singer = person.singer;
        double fader = singer == null ? person.fader : singer.micVolume;
        String section = singer == null ? person.section : singer.section;
        boolean isUsual = fader == 1 && section == null && !person.isMuted() && !person.pinned && !person.chatMuted;
        if (person.service || (isUsual && person.correction.isUntouched())) {
            return;
        }
        json.writeStartObject();
        json.writeName("id");
        json.writeRawValue(person.idJson);
        if (!person.device.isEmpty()) {
            json.writeStringProperty("device", person.device);
        }
        json.writeNumberProperty("fader", fader);
        json.writeBooleanProperty("muted", person.isMuted());
        json.writeBooleanProperty("pinned", person.pinned);
        json.writeBooleanProperty("chatMuted", person.chatMuted);
        if (section != null) {
            json.writeStringProperty("section", section);
        }
        json.writeName("correction");
        person.correction.write(json);
        json.writeEndObject();
    }
}
