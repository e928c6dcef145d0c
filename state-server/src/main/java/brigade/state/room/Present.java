package brigade.state.room;

import brigade.wire.ExchangeRequest.Mark;
import brigade.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the song of a room stands, in a file of its own: tempo, rounds, track, lyrics, marks. Read by the next process when this one
 * dies; good for 12 h. Written half a second after something changed. What the desk did is {@link DeskMemory}'s. Agent thread only.
 */
final class Present {
    private static final int FORMAT = 1;

    /** Writes the file; returns at once. */
    @FunctionalInterface
    interface Store {
        void save(String room, RawJson present);
    }

    private final Stage stage;
    private final Store store;
    private boolean changed;

    Present(Stage stage, Store store) {
        this.stage = stage;
        this.store = store;
    }

    /** Something may be otherwise. */
    void changed() {
        changed = true;
    }

    /** Called twice a second. */
    void slow() {
        if (changed) {
            changed = false;
            store.save(stage.charter().id, write());
        }
    }

    /** The file as it is now. */
    RawJson write() {
        Settings settings = stage.room().settings();
        SongTold told = stage.room().song().told();
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("format", FORMAT);
            json.writeNumberProperty("clock", stage.now());
            json.writeBooleanProperty("recording", stage.isRecording());
            json.writeObjectPropertyStart("settings");
            json.writeNumberProperty("bpm", settings.bpm);
            json.writeNumberProperty("beats", settings.beats);
            json.writeNumberProperty("bpr", settings.bpr);
            json.writeNumberProperty("repeats", settings.repeats);
            json.writeName("accents");
            json.writeRawValue(DeskFields.accents(settings.accents));
            json.writeStringProperty("track", settings.track == null ? "" : settings.track);
            json.writeEndObject();
            json.writeName("lyrics");
            json.writeRawValue(settings.lyrics);
            json.writeName("marks");
            json.writeRawValue(stage.room().marks().stageJson());
            json.writeObjectPropertyStart("song");
            json.writeNumberProperty("startClock", told.startClock());
            json.writeNumberProperty("countInBeats", told.countInBeats());
            json.writeName("accents");
            json.writeRawValue(DeskFields.accents(told.accents()));
            json.writeStringProperty("item", told.item() == null ? "" : told.item());
            json.writeBooleanProperty(
                    "listened", told.startClock() > 1 && stage.listened().is(told.startClock()));
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** Takes over what a former process wrote, if it is of today. Before anybody comes. */
    void restore(@Nullable JsonNode file, long now) {
        if (file == null
                || file.path("format").asInt(0) != FORMAT
                || now - file.path("clock").asLong(0) > People.KNOWN_SAMPLES) {
            return;
        }
        if (stage.charter().id.equals(Rooms.MAIN)) {
            // It has no file of its own: each process makes it anew.
            stage.charter().evening.recording = file.path("recording").asBoolean(false);
        }
        Room room = stage.room();
        Settings settings = room.settings();
        JsonNode from = file.path("settings");
        settings.bpm = Math.clamp(from.path("bpm").asInt(0), 0, RoomLimits.BPM_MAX);
        settings.beats = Math.clamp(from.path("beats").asInt(0), 0, 16);
        settings.bpr = Math.clamp(from.path("bpr").asInt(0), 0, RoomLimits.ROUND_COUNT_MAX);
        settings.repeats = Math.clamp(from.path("repeats").asInt(0), 0, RoomLimits.ROUND_COUNT_MAX);
        if (!Settings.roundsFit(settings.bpm, settings.bpr, settings.repeats)) {
            settings.repeats = 0;
        }
        settings.accents = ints(from.path("accents"));
        String track = from.path("track").asString("");
        settings.track = track.isEmpty() ? null : track;
        settings.lyrics = RawJson.ofText(file.path("lyrics").asString(""));
        restoreMarks(room, file.path("marks"));
        JsonNode song = file.path("song");
        if (song.path("startClock").asLong(0) == room.song().told().startClock()) {
            String item = song.path("item").asString("");
            room.song()
                    .told()
                    .restored(
                            song.path("countInBeats").asInt(0),
                            ints(song.path("accents")),
                            item.isEmpty() ? null : item);
            if (song.path("listened").asBoolean(false)) {
                stage.listened().restore();
            }
        }
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[Math.min(16, array.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(array.get(i).asInt(1), 1, 16);
        }
        return values.length == 0 ? new int[] {1} : values;
    }

    private static void restoreMarks(Room room, JsonNode marks) {
        List<Mark> all = new ArrayList<>();
        for (JsonNode mark : marks) {
            all.add(new Mark(mark.path("id").asString(""), mark.path("clock").asLong(0)));
        }
        try {
            room.marks(room.marks().with(true, all));
        } catch (WireException e) {
            return; // written by a newer version with other limits
        }
    }
}
