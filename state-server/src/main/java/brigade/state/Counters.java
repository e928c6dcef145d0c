package brigade.state;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

/** The values of all {@link Counter}s. Written by the agent thread alone, read by any. */
public final class Counters {
    // By id, from 1.
    private final AtomicLongArray values = new AtomicLongArray(Counter.values().length + 1);

    /** Agent thread: one more. */
    void increment(Counter counter) {
        set(counter, values.get(counter.id()) + 1);
    }

    /** Agent thread: {@code value} unless it was larger before. */
    void raise(Counter counter, long value) {
        if (value > values.get(counter.id())) {
            set(counter, value);
        }
    }

    /** Agent thread: the value is now {@code value}. */
    void set(Counter counter, long value) {
        values.set(counter.id(), value);
    }

    /** Latest value; any thread. */
    public long get(Counter counter) {
        return values.get(counter.id());
    }

    /** {@code {"calls":12,...}}, a line each; any thread. */
    String toJson() {
        return Arrays.stream(Counter.values())
                .map(counter -> "\"" + counter.label() + "\": " + get(counter))
                .collect(Collectors.joining(",\n  ", "{\n  ", "\n}\n"));
    }
}
