package brigade.state.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells hosts and helpers whose desk is open how each singer is, and who needs them most: {@code strips} and {@code attention}. Nothing is
 * worked out while no desk is open. Agent thread only.
 */
final class Strips {
    private static final int PAGE_ROWS = 100;
    private static final int ATTENTION_ROWS = 30;

    /** A row as it was told, and who it is about. */
    private record Shown(Singer singer, Strip strip) {}

    /** A trouble with what it weighs. */
    private record Weighed(Trouble trouble, double weight) {}

    private final Stage stage;
    private final Sections sections;
    private final Trims trims;
    private final List<Person> open = new ArrayList<>();
    private final List<Person> opening = new ArrayList<>();
    private Map<Long, Shown> shown = new HashMap<>();
    private RawJson attention = RawJson.EMPTY_ARRAY;
    private boolean odd;

    Strips(Stage stage, Sections sections, Trims trims) {
        this.stage = stage;
        this.sections = sections;
        this.trims = trims;
    }

    /** Opens or closes the desk of {@code person}; opened again, he is told everything anew. */
    void open(Person person, boolean on) {
        open.remove(person);
        opening.remove(person);
        if (on) {
            opening.add(person);
        }
    }

    /** How many have theirs open. */
    int desks() {
        return open.size() + opening.size();
    }

    /** Called twice a second. */
    void tell() {
        open.removeIf(person -> !person.isHere() || !person.role.mayActAs(Role.HELPER));
        opening.removeIf(person -> !person.isHere() || !person.role.mayActAs(Role.HELPER));
        odd = !odd;
        if (open.isEmpty() && opening.isEmpty()) {
            shown.clear();
            return;
        }
        Downstream downstream = new Downstream(stage);
        List<Weighed> troubles = troubles(downstream);
        Map<Long, Reason> first = new HashMap<>();
        for (Weighed one : troubles) {
            first.putIfAbsent(one.trouble.singer().id, one.trouble.reason());
        }
        Map<Long, Shown> now = new HashMap<>();
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            Singer singer = table.at(i);
            if (!singer.isNobody() && singer.id != 0) {
                now.put(
                        singer.id,
                        new Shown(singer, Strip.of(singer, stage.now(), downstream.of(singer), first.get(singer.id))));
            }
        }
        RawJson groups = sections.news(table);
        if (!open.isEmpty()) {
            sendChanges(now, groups);
        }
        shown = now;
        if (!opening.isEmpty()) {
            send(opening, List.copyOf(now.values()), Map.of(), List.of(), sections.toJson(table), true);
        }
        tellAttention(troubles);
        open.addAll(opening);
        opening.clear();
    }

    private void sendChanges(Map<Long, Shown> now, @Nullable RawJson groups) {
        List<Shown> changed = new ArrayList<>();
        now.forEach((id, row) -> {
            Shown before = shown.get(id);
            if (before == null || !row.strip.isSame(before.strip)) {
                changed.add(row);
            }
        });
        List<RawJson> gone = new ArrayList<>();
        shown.forEach((id, row) -> {
            if (!now.containsKey(id)) {
                gone.add(row.singer.idJson);
            }
        });
        if (!changed.isEmpty() || !gone.isEmpty() || groups != null) {
            send(open, changed, shown, gone, groups, false);
        }
    }

    private void send(
            List<Person> to,
            List<Shown> rows,
            Map<Long, Shown> before,
            List<RawJson> gone,
            @Nullable RawJson groups,
            boolean whole) {
        int at = 0;
        do {
            int from = at;
            int end = Math.min(rows.size(), from + PAGE_ROWS);
            RawJson page = RawJson.of(json -> {
                json.writeStartObject();
                json.writeStringProperty("type", "strips");
                json.writeBooleanProperty("whole", whole && from == 0);
                json.writeArrayPropertyStart("rows");
                for (Shown row : rows.subList(from, end)) {
                    Shown old = before.get(row.singer.id);
                    row.strip.write(json, row.singer.idJson, old == null ? null : old.strip);
                }
                json.writeEndArray();
                json.writeArrayPropertyStart("gone");
                for (RawJson id : from == 0 ? gone : List.<RawJson>of()) {
                    json.writeRawValue(id);
                }
                json.writeEndArray();
                if (groups != null && from == 0) {
                    json.writeName("sections");
                    json.writeRawValue(groups);
                }
                json.writeBooleanProperty("more", end < rows.size());
                json.writeEndObject();
            });
            for (Person person : to) {
                stage.send(person, page);
            }
            at = end;
        } while (at < rows.size());
    }

    private List<Weighed> troubles(Downstream downstream) {
        List<Trouble> found = new ArrayList<>();
        UserTable table = stage.room().singers().table();
        for (int i = 0; i < table.size(); i++) {
            Singer singer = table.at(i);
            if (singer.person == null || singer.person.isHere()) {
                Trouble.find(singer, stage.now(), trims.medianDb(), found);
            }
        }
        List<Weighed> weighed = new ArrayList<>();
        for (Trouble trouble : found) {
            Person person = trouble.singer().person;
            int row = person == null ? 0 : person.bucket;
            weighed.add(new Weighed(trouble, trouble.weight(downstream.of(trouble.singer()), row)));
        }
        weighed.sort(Comparator.comparingDouble(Weighed::weight).reversed());
        return weighed;
    }

    /** At most once a second and on change; who just opened is told at once. */
    private void tellAttention(List<Weighed> troubles) {
        RawJson rows = attention;
        if (odd || !opening.isEmpty()) {
            rows = RawJson.of(json -> {
                json.writeStartArray();
                for (Weighed one : troubles.subList(0, Math.min(ATTENTION_ROWS, troubles.size()))) {
                    json.writeStartObject();
                    json.writeName("id");
                    json.writeRawValue(one.trouble.singer().idJson);
                    json.writeStringProperty("reason", one.trouble.reason().wireName());
                    json.writeNumberProperty("weight", Math.round(one.weight * 10) / 10.0);
                    double value = one.trouble.value();
                    json.writeNumberProperty(
                            "value",
                            one.trouble.reason() == Reason.BLEED ? Math.round(value * 20) / 20.0 : Math.round(value));
                    json.writeName("remedies");
                    Remedies.write(json, one.trouble, stage.rows());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        }
        boolean isNew = !rows.isSame(attention);
        attention = rows;
        if (!isNew && opening.isEmpty()) {
            return;
        }
        RawJson written = rows;
        RawJson message = RawJson.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "attention");
            json.writeName("rows");
            json.writeRawValue(written);
            json.writeEndObject();
        });
        for (Person person : isNew ? open : List.<Person>of()) {
            stage.send(person, message);
        }
        for (Person person : opening) {
            stage.send(person, message);
        }
    }
}
