package brigade.state.room;

import brigade.audio.AudioFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Who sits where, as it goes along with a room to another house: there all singers are as if their sockets had been lost a moment
 * ago. Stateless; agent thread only.
 */
final class CarriedSeats {
    /** Their page has to be loaded, and their microphone to be opened, before they are back: so long a seat is kept. */
    static final long KEPT_SAMPLES = 300L * AudioFormat.SAMPLE_RATE_HZ;

    /** More than a room can have. */
    private static final int PEOPLE_MAX = 2_000;

    private static final int NAME_MAX_CHARS = 500;
    private static final int DEVICE_MAX_CHARS = 64;

    private CarriedSeats() {}

    /** Writes {@code {"rows", "spacingSamples", "leader", "people": [...]}}: singers of stream v2 who have a seat. */
    static void write(JsonGenerator json, Stage stage) {
        json.writeStartObject();
        json.writeNumberProperty("rows", stage.rows());
        json.writeNumberProperty("spacingSamples", stage.spacingSamples());
        Person leader = Stage.personOf(stage.room().song().leader());
        if (leader != null) {
            json.writeName("leader");
            json.writeRawValue(leader.idJson);
        }
        json.writeArrayPropertyStart("people");
        for (Person person : stage.people().all()) {
            if (person.sings() && person.bucket > 0 && People.isSeated(person, stage.now())) {
                write(json, person);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Person person) {
        json.writeStartObject();
        json.writeName("id");
        json.writeRawValue(person.idJson);
        json.writeStringProperty("name", Text.wellFormed(person.name));
        json.writeStringProperty("role", person.role.wireName());
        json.writeNumberProperty("epoch", person.epoch);
        json.writeBooleanProperty("byToken", person.byToken);
        if (!person.device.isEmpty()) {
            json.writeStringProperty("device", person.device);
        }
        json.writeNumberProperty("bucket", person.bucket);
        json.writeEndObject();
    }

    /**
     * Seats those in a room that has just come, before anybody of it does.
     *
     * @param seats what {@link #write} wrote
     * @param now the clock
     */
    static void restore(Stage stage, JsonNode seats, long now) {
        long spacing = Stage.onGrid(seats.path("spacingSamples").asLong(0));
        if (spacing >= StageSeats.SPACING_MIN_SAMPLES && spacing <= StageSeats.SPACING_MAX_SAMPLES) {
            stage.seats().shape(seats.path("rows").asInt(2), spacing);
        }
        stage.memory().restore(now);
        String leader = seats.path("leader").asString("");
        int people = 0;
        for (JsonNode said : seats.path("people")) {
            Person person = ++people > PEOPLE_MAX ? null : seat(stage, said, now);
            if (person != null && person.singer != null && person.idJson.isSame(RawJson.ofText(leader))) {
                stage.room().song().lead(person.singer);
            }
        }
        stage.seats().recount();
        stage.news().peopleChanged();
        stage.news().roomChanged();
    }

    private static @Nullable Person seat(Stage stage, JsonNode said, long now) {
        try {
            long id = Fields.needId(said, "id");
            Role role = Role.of(Fields.needText(said, "role", 20));
            int bucket = (int) Fields.needInteger(said, "bucket", 1, Stage.BUCKETS_MAX);
            if (role == null
                    || !role.mayActAs(Role.SINGER)
                    || id == 0
                    || stage.people().get(id) != null) {
                return null;
            }
            Person person = stage.people().add(id, role);
            person.epoch = (int) Fields.needInteger(said, "epoch", 0, Integer.MAX_VALUE);
            person.byToken = Fields.needFlag(said, "byToken");
            person.rename(Fields.needText(said, "name", NAME_MAX_CHARS));
            String device = Fields.text(said, "device", DEVICE_MAX_CHARS);
            stage.people().device(person, device == null ? "" : device);
            stage.memory().welcome(person, person.device);
            stage.room().sing(person).seat.take(bucket);
            person.bucket = Math.min(bucket, stage.rows());
            // As if his socket had been lost by then.
            person.awaySince = now + KEPT_SAMPLES - People.SEAT_KEPT_SAMPLES;
            return person;
        } catch (StageError e) {
            return null; // of another version, or one too many: he comes in as a newcomer
        }
    }
}
