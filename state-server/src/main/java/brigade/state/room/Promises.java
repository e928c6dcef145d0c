package brigade.state.room;

import brigade.audio.AudioFormat;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who was sent to a shard by {@code join} and has not come yet: they count as if they were there, or hundreds who ask within
 * a second would all be sent to one shard. Agent thread only.
 */
final class Promises {
    /** Who has not come by then does not come: 10 s. */
    private static final long KEPT_SAMPLES = 10L * AudioFormat.SAMPLE_RATE_HZ;

    /** When they were sent, by room, oldest first. */
    private final Map<String, ArrayDeque<Long>> sent = new HashMap<>();

    private int total;

    /** Somebody was sent to {@code room} here. */
    void add(String room, long now) {
        sent.computeIfAbsent(room, _ -> new ArrayDeque<>()).addLast(now);
        total++;
    }

    /** Somebody came to {@code room}: whoever he is, he stands for one of those who were sent. */
    void came(String room) {
        ArrayDeque<Long> waiting = sent.get(room);
        if (waiting != null && waiting.pollFirst() != null) {
            total--;
            if (waiting.isEmpty()) {
                sent.remove(room);
            }
        }
    }

    /** Forgets who does not come. */
    void expire(long now) {
        sent.values().removeIf(waiting -> {
            while (!waiting.isEmpty() && now - waiting.getFirst() >= KEPT_SAMPLES) {
                waiting.removeFirst();
                total--;
            }
            return waiting.isEmpty();
        });
    }

    /** How many are expected in {@code room}. */
    int in(String room) {
        ArrayDeque<Long> waiting = sent.get(room);
        return waiting == null ? 0 : waiting.size();
    }

    /** How many are expected in all. */
    int total() {
        return total;
    }
}
