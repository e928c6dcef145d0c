package brigade.state.room;

import brigade.wire.ExchangeRequest.Mark;
import brigade.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The set list, what of it is on, and what a start makes of that. */
final class SetListCommands {
    private static final int PAGE_MAX = 499;
    private static final int SAMPLES_PER_MS = 48;

    /** Adds its types. */
    void addTo(StageCommands commands) {
        commands.add(
                "setlist",
                Role.HOST,
                (stage, person, message) -> stage.program().edit(person, message));
        commands.add("item", Role.SINGER, SetListCommands::item);
        commands.add("page", Role.SINGER, SetListCommands::page);
    }

    private static void item(Stage stage, Person person, JsonNode message) {
        SongCommands.needLeads(stage, person, Role.LEADER);
        String id = Fields.text(message, "id", 40);
        Boolean fields = Fields.flag(message, "fields");
        if (stage.room().song().isOn()) {
            throw new StageError(StageError.NOT_NOW, "A song is on.");
        }
        SetListItem item = id == null ? null : stage.program().find(id);
        Settings settings = stage.room().settings();
        if (stage.program().hasTrack(settings.track)) {
            settings.track = null; // it goes with its song
        }
        if (item != null && item.sounds() && !Boolean.FALSE.equals(fields)) {
            String track = Fields.text(item.json(), "track", RoomLimits.CHAT_MAX_CHARS);
            if (track != null && !stage.room().tracks().has(track)) {
                throw new StageError("no-such-track", "There is no track of the name that this item has.");
            }
            apply(stage, item.json(), track);
        }
        stage.program().putOn(item);
        stage.news().roomChanged();
    }

    /** After a restart of the state server: the room is told of the item as before, in the middle of its song too. */
    static void putOnAgain(Stage stage, SetListItem item) {
        if (item.sounds()) {
            // The tracks of the room may be found a moment later.
            apply(stage, item.json(), Fields.text(item.json(), "track", RoomLimits.CHAT_MAX_CHARS));
        }
        SongControl song = stage.room().song();
        boolean sings = song.isOn();
        stage.program().putOn(item, sings ? song.told().startClock() : 0);
        if (sings) {
            song.told().began(song.countInBeats(), stage.room().settings().accents, item);
            replay(stage, item);
        }
    }

    /** The room becomes what the song says; what it does not say is off. */
    private static void apply(Stage stage, JsonNode song, @Nullable String track) {
        Settings settings = stage.room().settings();
        settings.track = track;
        settings.lyrics = RawJson.ofText(song.path("lyrics").asString(""));
        JsonNode tempo = song.path("tempo");
        settings.bpm = tempo.path("bpm").asInt(0);
        settings.beats = tempo.path("beats").asInt(settings.beats);
        int[] accents = tempo.isObject() ? SetListItem.accents(tempo) : null;
        settings.accents = accents == null ? new int[] {1} : accents;
        settings.bpr = song.path("rounds").path("bpr").asInt(0);
        settings.repeats = song.path("rounds").path("repeats").asInt(0);
        stage.room().tellAll(Once.LYRICS);
        stage.room().tellAll(Once.BPM);
        stage.room().tellAll(Once.BPR);
        stage.room().tellAll(Once.REPEATS);
    }

    private static void page(Stage stage, Person person, JsonNode message) {
        SongCommands.needLeads(stage, person, Role.LEADER);
        stage.program().page((int) Fields.needInteger(message, "page", 0, PAGE_MAX));
        stage.news().roomChanged();
    }

    /** Sets the saved timings of the song that has begun as marks. */
    static void replay(Stage stage, @Nullable SetListItem item) {
        if (item == null || !item.isSong()) {
            return;
        }
        long first = stage.room().song().firstClock();
        List<Mark> marks = new ArrayList<>();
        for (JsonNode timing : item.json().path("timings")) {
            marks.add(new Mark(
                    timing.path("id").asString(), first + timing.path("ms").asLong() * SAMPLES_PER_MS));
        }
        if (!marks.isEmpty()) {
            try {
                stage.room().marks(stage.room().marks().with(false, marks));
            } catch (WireException e) {
                throw new StageError(StageError.FULL, String.valueOf(e.getMessage()));
            }
        }
    }
}
