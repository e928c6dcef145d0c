package brigade.state.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a room will sing and see, in order. Edits are whole or not at all. Agent thread only. */
final class SetList {
    private static final int ITEMS_MAX = 100;
    private static final int ALL_MAX_BYTES = 1_000_000;

    private Map<String, SetListItem> items = new LinkedHashMap<>();
    private long version;

    /** What an edit did. */
    record Change(List<SetListItem> put, List<String> gone) {}

    long version() {
        return version;
    }

    Collection<SetListItem> items() {
        return items.values();
    }

    @Nullable
    SetListItem get(String id) {
        return items.get(id);
    }

    /**
     * Does what {@code message} asks.
     *
     * @throws StageError {@code conflict} when it was made from another version; or it is not as it should be
     */
    Change edit(JsonNode message) {
        long base = Fields.needInteger(message, "base", 0, Long.MAX_VALUE);
        if (base != version) {
            throw new StageError("conflict", "Somebody else changed the set list at the same time.");
        }
        Map<String, SetListItem> next = new LinkedHashMap<>(items);
        List<SetListItem> put = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (JsonNode id : list(message, "remove")) {
            if (next.remove(id.asString("")) != null) {
                gone.add(id.asString());
            }
        }
        for (JsonNode said : list(message, "put")) {
            SetListItem item = SetListItem.read(said);
            next.put(item.id(), item);
            put.add(item);
        }
        JsonNode order = Fields.optional(message, "order");
        if (order != null) {
            next = ordered(next, list(message, "order"));
        }
        check(next);
        items = next;
        version++;
        return new Change(put, gone);
    }

    private static Iterable<JsonNode> list(JsonNode message, String name) {
        JsonNode list = Fields.optional(message, name);
        if (list == null) {
            return List.of();
        }
        if (!list.isArray()) {
            throw StageError.malformed(name + " has to be a list.");
        }
        return list;
    }

    private static Map<String, SetListItem> ordered(Map<String, SetListItem> all, Iterable<JsonNode> order) {
        Map<String, SetListItem> next = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode id : order) {
            SetListItem item = all.get(id.asString(""));
            if (item == null || !seen.add(item.id())) {
                throw StageError.malformed("order has to hold the id of every item once.");
            }
            next.put(item.id(), item);
        }
        if (next.size() != all.size()) {
            throw StageError.malformed("order has to hold the id of every item once.");
        }
        return next;
    }

    private static void check(Map<String, SetListItem> next) {
        long bytes =
                next.values().stream().mapToLong(item -> item.raw().bytes()).sum();
        if (next.size() > ITEMS_MAX || bytes > ALL_MAX_BYTES) {
            throw new StageError(
                    StageError.TOO_LONG,
                    "A set list may have " + ITEMS_MAX + " items and " + ALL_MAX_BYTES + " bytes.");
        }
    }

    /** The room's file of it. */
    RawJson toJson() {
        return RawJson.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("version", version);
            json.writeArrayPropertyStart("items");
            for (SetListItem item : items.values()) {
                json.writeRawValue(item.raw());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Takes over what a file holds; what cannot be read of it is left out. */
    void load(JsonNode file) {
        version = file.path("version").asLong(0);
        for (JsonNode said : file.path("items")) {
            try {
                SetListItem item = SetListItem.read(said);
                items.put(item.id(), item);
            } catch (StageError e) {
                version++; // others have to learn that it is another list
            }
        }
    }
}
