package brigade.state.room;

import org.jspecify.annotations.Nullable;

/**
 * A hash map from long keys without boxing: open addressing, linear probing, at most half full. Made for user ids.
 *
 * @param <V> what it maps to
 */
final class LongMap<V> {
    private long[] keys = new long[16];
    private @Nullable Object[] values = new @Nullable Object[16];
    private int size;

    /** How many entries. */
    int size() {
        return size;
    }

    /** What {@code key} maps to, or null. */
    @SuppressWarnings("unchecked") // only put stores values
    @Nullable
    V get(long key) {
        return (V) values[slotOf(key)];
    }

    /** Maps {@code key} to {@code value}, in place of a former value. */
    void put(long key, V value) {
        int slot = slotOf(key);
        if (values[slot] == null) {
            if (2 * ++size > keys.length) {
                grow();
                slot = slotOf(key);
            }
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** Forgets {@code key}; does nothing when it is not there. */
    void remove(long key) {
        int gap = slotOf(key);
        if (values[gap] == null) {
            return;
        }
        size--;
        int mask = keys.length - 1;
        // Close the gap: an entry whose probing passed it must move up (Knuth 6.4, algorithm R).
        for (int slot = (gap + 1) & mask; values[slot] != null; slot = (slot + 1) & mask) {
            int home = home(keys[slot]);
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                keys[gap] = keys[slot];
                values[gap] = values[slot];
                gap = slot;
            }
        }
        values[gap] = null;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = home(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Fibonacci hashing: client ids may be small numbers as well as random ones. */
    private int home(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(keys.length) + 1));
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new @Nullable Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
