package brigade.state.room;

import brigade.state.ring.BackingSound;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The backing tracks there are at a moment, by name. Immutable; a changed folder makes another one. */
final class Tracks {
    /** No tracks. */
    static final Tracks NONE = new Tracks(Map.of());

    private final SortedMap<String, BackingSound> byName;
    private final RawJson namesJson;

    Tracks(Map<String, BackingSound> byName) {
        this.byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
        this.namesJson = RawJson.of(json -> {
            json.writeStartArray();
            int bytes = 0;
            for (String name : this.byName.keySet()) {
                bytes += RawJson.ofText(name).bytes() + 1;
                if (bytes > RoomLimits.TRACKS_JSON_MAX_BYTES) {
                    break;
                }
                json.writeString(Text.wellFormed(name));
            }
            json.writeEndArray();
        });
    }

    /** The track of this name, or null. */
    @Nullable
    BackingSound get(String name) {
        return byName.get(name);
    }

    /** Names in order, as a JSON array. */
    RawJson namesJson() {
        return namesJson;
    }

    /** How many. */
    int size() {
        return byName.size();
    }
}
