package brigade.state.room;

import brigade.audio.Gain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Groups of singers that the desk has a fader for. Agent thread only. */
final class Sections {
    /** In one room. */
    private static final int MAX = 50;

    /** A section's fader. */
    private static final class Group {
        double value = 1;
        boolean muted;
    }

    private final Map<String, Group> byName = new TreeMap<>();
    private RawJson told = RawJson.EMPTY_ARRAY;

    /**
     * Puts {@code singer} into a section, or out of any.
     *
     * @throws StageError when there are too many sections
     */
    void put(Singer singer, @Nullable String name) {
        if (name != null) {
            make(name);
        }
        singer.section = name;
    }

    /** Moves a section's fader; NaN and null leave what they are about as it is. */
    void set(String name, double value, @Nullable Boolean muted) {
        Group group = make(name);
        group.value = Double.isNaN(value) ? group.value : value;
        group.muted = muted == null ? group.muted : muted;
    }

    private Group make(String name) {
        Group group = byName.get(name);
        if (group == null) {
            if (byName.size() >= MAX) {
                throw new StageError(StageError.FULL, "There are " + MAX + " sections at most.");
            }
            group = new Group();
            byName.put(name, group);
        }
        return group;
    }

    /** His fader and his section's in one: friendly positions add up, as their gains multiply. */
    double fader(Singer singer) {
        Group group = singer.section == null ? null : byName.get(singer.section);
        if (group == null) {
            return singer.micVolume;
        }
        boolean silent = group.muted || group.value == 0 || singer.micVolume == 0;
        return silent ? 0 : Math.clamp(singer.micVolume + group.value - 1, 0, Gain.FADER_MAX);
    }

    /** All of them with their people, and forgets those that are empty and as they began. */
    RawJson toJson(UserTable table) {
        List<String> names = new ArrayList<>(byName.keySet());
        int[] people = new int[names.size()];
        for (int i = 0; i < table.size(); i++) {
            int at = table.at(i).section == null ? -1 : names.indexOf(table.at(i).section);
            if (at >= 0) {
                people[at]++;
            }
        }
        return RawJson.of(json -> {
            json.writeStartArray();
            for (int i = 0; i < people.length; i++) {
                Group group = byName.get(names.get(i));
                if (group == null || (people[i] == 0 && group.value == 1 && !group.muted)) {
                    byName.remove(names.get(i));
                    continue;
                }
                json.writeStartObject();
                json.writeStringProperty("name", names.get(i));
                json.writeNumberProperty("value", group.value);
                json.writeBooleanProperty("muted", group.muted);
                json.writeNumberProperty("people", people[i]);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Writes their faders, for the room's file. */
    void write(JsonGenerator json) {
        json.writeStartArray();
        byName.forEach((name, group) -> {
            json.writeStartObject();
            json.writeStringProperty("name", name);
            json.writeNumberProperty("value", group.value);
            json.writeBooleanProperty("muted", group.muted);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    /** Reads what {@link #write} wrote. */
    void read(JsonNode sections) {
        for (JsonNode section : sections) {
            String name = section.path("name").asString("");
            double value = section.path("value").asDouble(1);
            if (!name.isBlank() && byName.size() < MAX && value >= 0 && value <= Gain.FADER_MAX) {
                set(name, value, section.path("muted").asBoolean(false));
            }
        }
    }

    /** As {@link #toJson}, or null when that was told already. */
    @Nullable
    RawJson news(UserTable table) {
        RawJson now = toJson(table);
        if (now.isSame(told)) {
            return null;
        }
        told = now;
        return now;
    }
}
