package brigade.audio.file;

import java.util.Arrays;

/** A growing array of samples. One thread. */
public final class FloatList {
    private float[] values = new float[1 << 14];
    private int size;

    /** An empty list. */
    public FloatList() {}

    /** Adds one sample. */
    public void add(float value) {
        grow(1);
        values[size++] = value;
    }

    /** Adds the first {@code count} of {@code more}. */
    public void addAll(float[] more, int count) {
        grow(count);
        System.arraycopy(more, 0, values, size, count);
        size += count;
    }

    /** How many samples it holds. */
    public int size() {
        return size;
    }

    /** A copy of all. */
    public float[] toArray() {
        return Arrays.copyOf(values, size);
    }

    private void grow(int more) {
        if (values.length - size < more) {
            values = Arrays.copyOf(values, Math.max(Math.addExact(size, more), values.length + (values.length >> 1)));
        }
    }
}
