package brigade.state.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The {@code roster}: who is in the room. Deltas twice a second at most, in pages; in rooms over {@value #SMALL_ROOM}
 * people only hosts and helpers get all of it. Agent thread only.
 */
final class RosterNews {
    /** Up to so many people everybody gets all rows. */
    static final int SMALL_ROOM = 100;

    private static final int PAGE_ROWS = 100;

    /** A level is told in steps of so many dB. */
    private static final double LEVEL_STEP_DB = 6;

    private static final long NOBODY = 0;

    private static final RawJson DESK_ROLES = RawJson.of(json -> {
        json.writeStartArray();
        json.writeString(Role.HOST.wireName());
        json.writeString(Role.HELPER.wireName());
        json.writeEndArray();
    });

    private final Stage stage;

    /** Rows as told last, by id. */
    private final Map<Long, RawJson> shown = new LinkedHashMap<>();

    private int version;
    private boolean wasBig;

    RosterNews(Stage stage) {
        this.stage = stage;
    }

    /** Something may have changed; it is told with the next {@link #tell}. */
    void changed() {}

    /** Tells what changed since the last time. */
    void tell() {
        Map<Long, RawJson> now = collect();
        List<RawJson> rows = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        now.forEach((id, row) -> {
            RawJson before = shown.get(id);
            if (before == null || !row.isSame(before)) {
                rows.add(row);
                ids.add(id);
            }
        });
        for (long id : shown.keySet()) {
            if (!now.containsKey(id)) {
                gone.add(id);
            }
        }
        shown.clear();
        shown.putAll(now);
        boolean big = now.size() > SMALL_ROOM;
        if (wasBig && !big) {
            // Most have not seen most of it.
            version++;
            sendPages(now.values(), gone, null);
        } else if (!rows.isEmpty() || !gone.isEmpty()) {
            version++;
            sendPages(rows, gone, big ? DESK_ROLES : null);
            if (big) {
                tellOthers(ids, rows, gone);
            }
        }
        wasBig = big;
    }

    /** In a big room: his own row to each, the leader's and the talkers' to all. */
    private void tellOthers(List<Long> ids, List<RawJson> rows, List<Long> gone) {
        List<RawJson> forAll = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            long id = ids.get(i);
            if (isForAll(id)) {
                forAll.add(rows.get(i));
                continue;
            }
            Person person = stage.people().get(id);
            if (person != null && person.isHere() && !person.role.mayActAs(Role.HELPER)) {
                stage.send(person, page(List.of(rows.get(i)), List.of(), false));
            }
        }
        if (!forAll.isEmpty() || !gone.isEmpty()) {
            stage.sendAll(page(forAll, gone.size() > PAGE_ROWS ? List.of() : gone, false));
        }
    }

    private boolean isForAll(long id) {
        Singer leader = stage.room().song().leader();
        Person person = stage.people().get(id);
        return (leader != null && leader.id == id) || (person != null && person.talker.place >= 0);
    }

    private void sendPages(Collection<RawJson> rows, List<Long> gone, @Nullable RawJson roles) {
        List<RawJson> all = List.copyOf(rows);
        int at = 0;
        do {
            int end = Math.min(all.size(), at + PAGE_ROWS);
            RawJson page = page(all.subList(at, end), at == 0 ? gone : List.of(), end < all.size());
            if (roles == null) {
                stage.sendAll(page);
            } else {
                stage.sendRoles(roles, page);
            }
            at = end;
        } while (at < all.size());
    }

    /** What {@code person} gets with his {@code welcome}. */
    RawJson firstPage(Person person) {
        List<RawJson> rows = rowsFor(person);
        boolean more = rows.size() > PAGE_ROWS;
        return page(more ? rows.subList(0, PAGE_ROWS) : rows, List.of(), more);
    }

    /** Sends {@code person} what did not fit into the first page. */
    void otherPages(Person person) {
        List<RawJson> rows = rowsFor(person);
        for (int at = PAGE_ROWS; at < rows.size(); at += PAGE_ROWS) {
            int end = Math.min(rows.size(), at + PAGE_ROWS);
            stage.send(person, page(rows.subList(at, end), List.of(), end < rows.size()));
        }
    }

    private List<RawJson> rowsFor(Person person) {
        boolean all = shown.size() <= SMALL_ROOM || person.role.mayActAs(Role.HELPER);
        List<RawJson> rows = new ArrayList<>();
        rows.add(row(person));
        shown.forEach((id, row) -> {
            if (id != person.id && (all || isForAll(id))) {
                rows.add(row);
            }
        });
        return rows;
    }

    private RawJson page(List<RawJson> rows, List<Long> gone, boolean more) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "roster");
            json.writeNumberProperty("version", version);
            json.writeArrayPropertyStart("rows");
            for (RawJson row : rows) {
                json.writeRawValue(row);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("gone");
            for (long id : gone) {
                json.writeString(Long.toUnsignedString(id));
            }
            json.writeEndArray();
            json.writeNumberProperty("total", shown.size());
            json.writeBooleanProperty("more", more);
            json.writeEndObject();
        });
    }

    private Map<Long, RawJson> collect() {
        Map<Long, RawJson> now = new LinkedHashMap<>();
        for (Person person : stage.people().all()) {
            if (People.isSeated(person, stage.now()) && (person.sings() || person.singer != null)) {
                now.put(person.id, row(person));
            }
        }
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            Singer singer = table.at(i);
            if (singer.person == null && singer.id != NOBODY) {
                now.put(singer.id, row(singer));
            }
        }
        return now;
    }

    private static RawJson row(Person person) {
        Singer singer = person.singer;
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeName("id");
            json.writeRawValue(person.idJson);
            json.writeStringProperty("name", person.name);
            json.writeNumberProperty("bucket", person.bucket);
            json.writeStringProperty("role", person.role.wireName());
            json.writeStringProperty("mode", person.listens ? "listen" : "sing");
            json.writeStringProperty("ready", person.ready);
            json.writeNumberProperty("fader", singer == null ? person.fader : singer.micVolume);
            json.writeBooleanProperty("muted", singer == null ? person.muted : singer.muted);
            json.writeBooleanProperty("soloed", singer != null && singer.soloed);
            writeLevel(json, singer == null || !person.isHere() ? 0 : singer.rms);
            json.writeNumberProperty("late", singer == null ? 0 : singer.lateWrites);
            json.writeBooleanProperty("away", !person.isHere());
            json.writeEndObject();
        });
    }

    private RawJson row(Singer singer) {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeName("id");
            json.writeRawValue(singer.idJson);
            json.writeStringProperty("name", singer.name);
            json.writeNumberProperty("bucket", Math.ceilDiv(singer.delaySamples, stage.spacingSamples()));
            json.writeStringProperty("role", Role.SINGER.wireName());
            json.writeStringProperty("mode", singer.seat.spectator ? "listen" : "sing");
            json.writeStringProperty("ready", "");
            json.writeNumberProperty("fader", singer.micVolume);
            json.writeBooleanProperty("muted", singer.muted);
            json.writeBooleanProperty("soloed", singer.soloed);
            writeLevel(json, singer.rms);
            json.writeNumberProperty("late", singer.lateWrites);
            json.writeBooleanProperty("away", false);
            json.writeBooleanProperty("v1", true);
            json.writeEndObject();
        });
    }

    private static void writeLevel(JsonGenerator json, float rms) {
        double db = 20 * Math.log10(rms);
        if (db < -60 || !(rms > 0)) {
            json.writeNullProperty("level");
        } else {
            json.writeNumberProperty("level", Math.round(Math.round(db / LEVEL_STEP_DB) * LEVEL_STEP_DB));
        }
    }
}
