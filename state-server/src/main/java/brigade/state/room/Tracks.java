package brigade.state.room;

import brigade.state.ring.BackingSound;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The backing tracks there are at a moment, by name. Immutable; a changed folder makes another one. */
final class Tracks {
    /** No tracks. */
    static final Tracks NONE = new Tracks(Map.of());

    private final SortedMap<String, BackingSound> byName;
    private final SortedSet<String> names;
    private final RawJson namesJson;

    Tracks(Map<String, BackingSound> byName) {
        this(byName, byName.keySet());
    }

    /** @param names also of tracks that are not in memory */
    private Tracks(Map<String, BackingSound> byName, Collection<String> names) {
        this.names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        this.byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
        this.namesJson = RawJson.of(json -> {
            json.writeStartArray();
            int bytes = 0;
            for (String name : this.names) {
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

    /** Whether there is a track of this name, in memory or not. */
    boolean has(String name) {
        return names.contains(name);
    }

    /** These and others: some in memory, some by name only. */
    Tracks with(Map<String, BackingSound> more, Collection<String> moreNames) {
        Map<String, BackingSound> all = new TreeMap<>(byName);
        moreNames.forEach(all::remove);
        all.putAll(more);
        Set<String> allNames = new TreeSet<>(names);
        allNames.addAll(moreNames);
        return new Tracks(all, allNames);
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
