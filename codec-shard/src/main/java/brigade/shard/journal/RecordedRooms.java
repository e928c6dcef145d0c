package brigade.shard.journal;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which rooms are recorded on this shard: those of whom the tick says so, and those whose old clients were told so by their latest
 * answer. An old client has no connection that would end: his room is left when nobody of it asked for a while. Any thread.
 */
final class RecordedRooms {
    /** As long as a room that its people of stream v2 have left. */
    private static final long OLD_CLIENT_NS = 12_000_000_000L;

    private final LongSupplier nowNs;
    private final Set<String> ofTick = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> heardNs = new ConcurrentHashMap<>();

    RecordedRooms(LongSupplier nowNs) {
        this.nowNs = nowNs;
    }

    /** The tick says whether a room is recorded here; whether that is new. */
    boolean ofTick(String room, boolean on) {
        return on ? ofTick.add(room) : ofTick.remove(room);
    }

    /** An old client's answer said so; whether that is new. */
    boolean ofOldClient(String room, boolean on) {
        if (on) {
            return heardNs.put(room, nowNs.getAsLong()) == null;
        }
        return !heardNs.isEmpty() && heardNs.remove(room) != null;
    }

    /** All of them, just now. */
    Set<String> current() {
        long now = nowNs.getAsLong();
        heardNs.values().removeIf(heard -> now - heard > OLD_CLIENT_NS);
        Set<String> all = new HashSet<>(ofTick);
        all.addAll(heardNs.keySet());
        return all;
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return ofTick.isEmpty() && heardNs.isEmpty();
    }
}
