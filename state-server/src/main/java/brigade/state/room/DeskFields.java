package brigade.state.room;

import java.util.List;

/** The values of {@code room} fields that the desk brought: docs/protocol.md 6. Stateless. */
final class DeskFields {
    private DeskFields() {}

    /** How many of those who sing and are here said what by {@code ready}. */
    static RawJson readiness(Stage stage) {
        int ready = 0;
        int checking = 0;
        int off = 0;
        int unknown = 0;
        List<Person> people = stage.people().all();
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get(i);
            if (!person.isHere() || !person.sings() || person.service) {
                continue;
            }
            switch (person.ready) {
                case "ready" -> ready++;
                case "checking" -> checking++;
                case "off" -> off++;
                default -> unknown++;
            }
        }
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            ready += table.at(i).person == null && !table.at(i).isNobody() ? 1 : 0;
        }
        int[] counts = {ready, checking, off, unknown};
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("ready", counts[0]);
            json.writeNumberProperty("checking", counts[1]);
            json.writeNumberProperty("off", counts[2]);
            json.writeNumberProperty("unknown", counts[3]);
            json.writeEndObject();
        });
    }

    /** The beats that are accented. */
    static RawJson accents(int[] beats) {
        return RawJson.of(json -> {
            json.writeStartArray();
            for (int beat : beats) {
                json.writeNumber(beat);
            }
            json.writeEndArray();
        });
    }
}
