package brigade.state.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A room's set list, and what of it is on: what {@code setlist}, {@code item} and {@code page} are about. Agent thread only. */
final class Program {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    /** Items of one message take about so much. */
    private static final int PAGE_BYTES = 200_000;

    private static final RawJson DESK_ROLES = RawJson.of(json -> {
        json.writeStartArray();
        json.writeString(Role.HOST.wireName());
        json.writeString(Role.HELPER.wireName());
        json.writeEndArray();
    });

    private final Stage stage;
    private final SetList list = new SetList();
    private @Nullable Future<@Nullable JsonNode> loading;
    private @Nullable SetListItem on;
    private RawJson onJson = RawJson.NULL;
    private int page;
    private String restoring = "";

    /** @param file what the room's file says, or will say; null in it when there is none */
    Program(Stage stage, @Nullable Future<@Nullable JsonNode> file) {
        this.stage = stage;
        this.loading = file;
        poll();
    }

    /** Takes what was loaded; whether that is done. */
    private boolean poll() {
        Future<@Nullable JsonNode> file = loading;
        if (file == null) {
            return true;
        }
        if (!file.isDone()) {
            return false;
        }
        loading = null;
        try {
            JsonNode read = file.get();
            if (read != null) {
                list.load(read);
            }
        } catch (InterruptedException | ExecutionException e) {
            LOG.warn("the set list of room {} cannot be read", stage.charter().id, e);
        }
        putOnAgain();
        return true;
    }

    /** What was on before the restart comes on again as soon as the list is there, with its words, its track and its times. */
    void restore(String id, int shownPage) {
        restoring = id;
        page = shownPage;
        if (loading == null) {
            putOnAgain();
        }
    }

    private void putOnAgain() {
        SetListItem item = list.get(restoring);
        restoring = "";
        if (item == null || on != null) {
            return;
        }
        int shown = page;
        SetListCommands.putOnAgain(stage, item);
        page = shown;
        stage.news().roomChanged();
    }

    /** The item that is to be on, while the list is not there yet; else empty. */
    String restoring() {
        return restoring;
    }

    /** Called twice a second: who came before the list was loaded gets it now. */
    void slow() {
        if (loading != null && poll()) {
            for (Person person : stage.people().all()) {
                welcome(person);
            }
        }
    }

    /** The file of the set list; null while it is being loaded. */
    @Nullable
    RawJson listJson() {
        return poll() ? list.toJson() : null;
    }

    /** What is on, or null. */
    @Nullable
    SetListItem on() {
        return on;
    }

    /** The {@code item} of a {@code room} message. */
    RawJson onJson() {
        return onJson;
    }

    int page() {
        return page;
    }

    void page(int shown) {
        page = shown;
    }

    /** Beats that the item wants counted in. */
    int countInBeats() {
        return on == null ? 0 : on.json().path("countInBeats").asInt(0);
    }

    /** Whether what is on has this track. */
    boolean hasTrack(@Nullable String track) {
        return track != null
                && on != null
                && track.equals(on.json().path("track").asString(""));
    }

    /** Does what a host's {@code setlist} asks. */
    void edit(Person person, JsonNode message) {
        if (!poll()) {
            throw new StageError(StageError.NOT_NOW, "The set list is being loaded: try again.");
        }
        SetList.Change change;
        try {
            change = list.edit(message);
        } catch (StageError e) {
            if (e.code().equals("conflict")) {
                welcome(person);
            }
            throw e;
        }
        stage.charter().setListToSave = list.toJson();
        for (RawJson out : messages(change.put(), change.gone(), false)) {
            stage.sendRoles(DESK_ROLES, out);
        }
    }

    /** Tells {@code person} all of it, if he may know it. */
    void welcome(Person person) {
        if (loading != null || !person.isHere() || !person.role.mayActAs(Role.HELPER)) {
            return;
        }
        for (RawJson out : messages(list.items(), List.of(), true)) {
            stage.send(person, out);
        }
    }

    private List<RawJson> messages(Collection<SetListItem> put, List<String> gone, boolean whole) {
        List<RawJson> all = new ArrayList<>();
        List<SetListItem> items = List.copyOf(put);
        int at = 0;
        do {
            int from = at;
            long bytes = 0;
            while (at < items.size()
                    && (at == from || bytes + items.get(at).raw().bytes() <= PAGE_BYTES)) {
                bytes += items.get(at).raw().bytes();
                at++;
            }
            all.add(message(
                    items.subList(from, at), from == 0 ? gone : List.of(), whole && from == 0, at < items.size()));
        } while (at < items.size());
        return all;
    }

    private RawJson message(List<SetListItem> items, List<String> gone, boolean whole, boolean more) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "setlist");
            json.writeNumberProperty("version", list.version());
            json.writeArrayPropertyStart("order");
            for (SetListItem item : list.items()) {
                json.writeString(item.id());
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("items");
            for (SetListItem item : items) {
                json.writeRawValue(item.raw());
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("gone");
            gone.forEach(json::writeString);
            json.writeEndArray();
            json.writeBooleanProperty("whole", whole);
            json.writeBooleanProperty("more", more);
            json.writeEndObject();
        });
    }

    /** The item of this id. */
    SetListItem find(String id) {
        SetListItem item = poll() ? list.get(id) : null;
        if (item == null) {
            throw new StageError("no-such-item", "There is no such item in the set list.");
        }
        return item;
    }

    /** Puts {@code item} on, or takes off what is; its song's settings are another matter. */
    void putOn(@Nullable SetListItem item) {
        // Who still sings the last song keeps its words until he is through.
        SongControl song = stage.room().song();
        boolean trails = song.song() != null && stage.room().phase(stage.now()) != SongPhase.IDLE;
        putOn(item, trails ? song.told().endClock() : 0);
    }

    /** The same, to be shown from a clock on; 0: at once. */
    void putOn(@Nullable SetListItem item, long fromClock) {
        on = item;
        page = 0;
        restoring = "";
        if (item == null) {
            onJson = RawJson.NULL;
            return;
        }
        onJson = RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", item.id());
            json.writeStringProperty("kind", item.json().path("kind").asString());
            json.writeStringProperty("title", item.json().path("title").asString());
            json.writeArrayPropertyStart("pages");
            for (JsonNode one : item.json().path("pages")) {
                json.writeString(one.asString());
            }
            json.writeEndArray();
            json.writeNumberProperty("fromClock", fromClock);
            json.writeNumberProperty(
                    "countInBeats", item.json().path("countInBeats").asInt(0));
            json.writeEndObject();
        });
    }
}
