package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.wire.stream.StreamLimits;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What the people of a room are told without asking. Agent thread only. */
final class StageNews {
    private final Stage stage;
    private final RoomNews room;
    private final RosterNews roster;
    private final HeardNews heard;

    StageNews(Stage stage) {
        this.stage = stage;
        this.room = new RoomNews(stage);
        this.roster = new RosterNews(stage);
        this.heard = new HeardNews(stage);
    }

    /** Something that a {@code room} message tells may have changed. */
    void roomChanged() {
        room.changed();
    }

    /** Something that shards are told of a room has changed. */
    void shardsChanged() {
        List<ShardRoom> shards = stage.shards();
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).roomToTell = true;
        }
        room.changed();
    }

    /** Others talk than before, or talk opened or closed. */
    void talkChanged() {
        shardsChanged();
        roster.changed();
    }

    /** Somebody came or left. */
    void peopleChanged() {
        roster.changed();
    }

    /** Somebody's row is another. */
    void rowChanged(Person person) {
        person.rosterRow = null;
        roster.changed();
    }

    /** Tells at once what may not wait. */
    void tick() {
        room.tick(false);
    }

    /** Twice a second: what may wait. */
    void slow() {
        if (stage.isEmpty()) {
            return;
        }
        room.tick(true);
        roster.tell();
        heard.tell();
    }

    /** A {@code seat} message. */
    RawJson seat(Person person, String why) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "seat");
            writeSeat(json, person, why);
            json.writeEndObject();
        });
    }

    private void writeSeat(JsonGenerator json, Person person, String why) {
        json.writeNumberProperty("bucket", person.bucket);
        json.writeNumberProperty("delaySamples", stage.delaySamples(person.bucket));
        json.writeNumberProperty("spacingSamples", stage.spacingSamples());
        json.writeNumberProperty("fromClock", person.fromClock);
        json.writeStringProperty("why", why);
    }

    /** Tells {@code person}, who just came, all there is to know. */
    void welcome(Person person) {
        Connection connection = person.connection;
        if (connection == null || person.service) {
            return;
        }
        RawJson message = RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "welcome");
            json.writeNumberProperty("clock", stage.now());
            json.writeNumberProperty("codecDelaySamples", AudioFormat.CODEC_DELAY_SAMPLES);
            json.writeNumberProperty("protocol", StreamLimits.PROTOCOL);
            json.writeName("id");
            json.writeRawValue(person.idJson);
            json.writeStringProperty("role", person.role.wireName());
            json.writeObjectPropertyStart("seat");
            writeSeat(json, person, StageSeats.WHY_SONG);
            json.writeEndObject();
            json.writeName("room");
            json.writeRawValue(room.whole(true));
            json.writeName("song");
            json.writeRawValue(room.song());
            json.writeName("marks");
            json.writeRawValue(stage.room().marks().stageJson());
            json.writeName("roster");
            json.writeRawValue(roster.firstPage(person));
            json.writeEndObject();
        });
        RawJson resume = RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("room", stage.charter().id);
            json.writeName("id");
            json.writeRawValue(person.idJson);
            if (person.byToken) {
                json.writeStringProperty("role", person.role.wireName());
                json.writeNumberProperty("epoch", person.epoch);
            }
            json.writeEndObject();
        });
        connection.shardRoom.link.send(new Out(connection.number, 0, null, message, resume));
        roster.otherPages(person);
        stage.program().welcome(person);
    }
}
