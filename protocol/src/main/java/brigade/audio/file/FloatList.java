package brigade.audio.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Samples that become more; nothing is copied when they do. One thread. */
public final class FloatList {
    private static final int BLOCK = 1 << 14;

    private final List<float[]> blocks = new ArrayList<>();
    private int size;

    /** An empty list. */
    public FloatList() {}

    /** Adds one sample. */
    public void add(float value) {
        lastBlock()[size % BLOCK] = value;
        size++;
    }

    /** Adds the first {@code count} of {@code more}. */
    public void addAll(float[] more, int count) {
        Objects.checkFromIndexSize(0, count, more.length);
        Math.addExact(size, count);
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, BLOCK - size % BLOCK);
            System.arraycopy(more, done, lastBlock(), size % BLOCK, part);
            size += part;
            done += part;
        }
    }

    /** The block that takes the next sample. */
    private float[] lastBlock() {
        if (size % BLOCK == 0) {
            blocks.add(new float[BLOCK]);
        }
        return blocks.getLast();
    }

    /** How many samples it holds. */
    public int size() {
        return size;
    }

    /** A copy of all. */
    public float[] toArray() {
        float[] all = new float[size];
        copyTo(0, all, 0, size);
        return all;
    }

    /** Copies {@code count} samples from {@code from} on into {@code target} at {@code index}. */
    public void copyTo(int from, float[] target, int index, int count) {
        Objects.checkFromIndexSize(from, count, size);
        for (int done = 0; done < count; ) {
            int at = from + done;
            int part = Math.min(count - done, BLOCK - at % BLOCK);
            System.arraycopy(blocks.get(at / BLOCK), at % BLOCK, target, index + done, part);
            done += part;
        }
    }
}
