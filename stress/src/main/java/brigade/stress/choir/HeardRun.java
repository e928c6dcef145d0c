package brigade.stress.choir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sound that a bucket heard without a break, decoded once for all its members who received the same bytes. Its clocks
 * name the sound: what a perfect singer sings at clock c lies at clock c. Made by one thread; any may read it then.
 */
public final class HeardRun {
    private final int bucket;
    private final List<String> readers;
    private final long startClock;
    private final float[] sound;
    private final List<Part> parts;
    private final List<Long> scars;

    /**
     * A part that the server mixed at once.
     *
     * @param clock of its first sample
     * @param mixedFromNs the server mixed it after that
     * @param mixedByNs the server had mixed it by then
     */
    public record Part(long clock, long mixedFromNs, long mixedByNs) {}

    /**
     * A run.
     *
     * @param bucket whose
     * @param readers who received these bytes, by name
     * @param startClock of the first sample
     * @param sound all of it; not copied
     * @param parts in order; the first starts at {@code startClock}
     * @param scars clocks at which something was missing in the stream of packets, so that the decoder needs a moment
     */
    public HeardRun(
            int bucket, List<String> readers, long startClock, float[] sound, List<Part> parts, List<Long> scars) {
        this.bucket = bucket;
        this.readers = List.copyOf(readers);
        this.startClock = startClock;
        this.sound = sound;
        this.parts = List.copyOf(parts);
        this.scars = List.copyOf(scars);
        if (parts.isEmpty() || parts.getFirst().clock() != startClock) {
            throw new IllegalArgumentException("a run needs parts from its start on");
        }
    }

    /** Whose it is. */
    public int bucket() {
        return bucket;
    }

    /** Who received it. */
    public List<String> readers() {
        return readers;
    }

    /** Clock of the first sample. */
    public long startClock() {
        return startClock;
    }

    /** Clock behind the last sample. */
    public long endClock() {
        return startClock + sound.length;
    }

    /** The parts in order. */
    public List<Part> parts() {
        return parts;
    }

    /** Whether {@code [from, to)} was heard, and the decoder had settled before it. */
    boolean isWholeAt(long from, long to, long settleSamples) {
        if (from < startClock + settleSamples || to > endClock()) {
            return false;
        }
        for (long scar : scars) {
            if (from < scar + settleSamples && to > scar - settleSamples) {
                return false;
            }
        }
        return true;
    }

    /** {@code [from, to)}, which {@link #isWholeAt}. */
    float[] at(long from, long to) {
        return Arrays.copyOfRange(sound, (int) (from - startClock), (int) (to - startClock));
    }

    /** No part of {@code [from, to)} was mixed before. */
    long mixedFromNs(long from, long to) {
        return partsAt(from, to).stream().mapToLong(Part::mixedFromNs).min().orElse(Long.MIN_VALUE);
    }

    /** All parts of {@code [from, to)} were mixed by then. */
    long mixedByNs(long from, long to) {
        return partsAt(from, to).stream().mapToLong(Part::mixedByNs).max().orElse(Long.MAX_VALUE);
    }

    private List<Part> partsAt(long from, long to) {
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (parts.get(middle).clock() <= from) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        List<Part> found = new ArrayList<>();
        for (int i = low; i < parts.size() && parts.get(i).clock() < to; i++) {
            found.add(parts.get(i));
        }
        return found;
    }
}
