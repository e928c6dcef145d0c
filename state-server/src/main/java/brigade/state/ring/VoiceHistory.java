package brigade.state.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Exactly what one voice added in its last seconds, and where to, so that it can be taken back to the bit. Agent
 * thread only; about 1.2 MB, so a singer has one only from his first voice in a song until it is too old to be of use.
 */
final class VoiceHistory {
    static final int BLOCKS = VoiceChannel.TAKE_BACK_SECONDS * 50;
    static final int SAMPLES = BLOCKS * RingSize.BLOCK_SAMPLES;

    /**
     * Stretches of unchanged song, ring and solo kept; when there are more the oldest are forgotten. A leader who is late
     * with every other message changes rings with each: a stretch for each block that is kept is always enough for that.
     */
    private static final int STRETCHES = 2 * BLOCKS;

    /** Blocks of a chunk: 0.2 s, 38 kB. */
    private static final int CHUNK_BLOCKS = 10;

    private static final int CHUNK_SAMPLES = CHUNK_BLOCKS * RingSize.BLOCK_SAMPLES;
    private static final int CHUNKS = BLOCKS / CHUNK_BLOCKS;

    private final @Nullable MemorySegment[] chunks = new MemorySegment[CHUNKS];
    private final boolean[] counted = new boolean[BLOCKS];
    private final long[] start = new long[STRETCHES];
    private final long[] end = new long[STRETCHES];
    private final @Nullable RingSong[] song = new RingSong[STRETCHES];
    private final boolean[] lead = new boolean[STRETCHES];
    private final boolean[] solo = new boolean[STRETCHES];
    private int first;
    private int count;
    private long countedUpToBlock = Long.MIN_VALUE;

    /** Keeps {@code fixed[0..samples)}, which lie at {@code sample} and in one block. */
    void keep(long sample, int[] fixed, int samples) {
        int chunk = chunkOf(sample);
        MemorySegment kept = chunks[chunk];
        if (kept == null) {
            // Freed by the collector, with the history.
            kept = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, CHUNK_SAMPLES);
            chunks[chunk] = kept;
        }
        MemorySegment.copy(fixed, 0, kept, ValueLayout.JAVA_INT, offsetBytes(sample), samples);
    }

    /** The reverse; what was never kept must not be asked for. */
    void load(long sample, int[] fixed, int samples) {
        MemorySegment kept = chunks[chunkOf(sample)];
        if (kept == null) {
            throw new IllegalStateException("nothing was kept at " + sample);
        }
        MemorySegment.copy(kept, ValueLayout.JAVA_INT, offsetBytes(sample), fixed, 0, samples);
    }

    private static int chunkOf(long sample) {
        return (int) (sample % SAMPLES) / CHUNK_SAMPLES;
    }

    private static long offsetBytes(long sample) {
        return Integer.BYTES * (sample % CHUNK_SAMPLES);
    }

    /** Notes that {@code [from, to)} was added: to the lead or the voices ring, to solo or not. Never going back. */
    void note(RingSong in, long from, long to, boolean asLead, boolean asSolo) {
        if (count > 0) {
            int last = (first + count - 1) % STRETCHES;
            if (end[last] == from && song[last] == in && lead[last] == asLead && solo[last] == asSolo) {
                end[last] = to;
                return;
            }
        }
        if (count == STRETCHES) {
            song[first] = null;
            first = (first + 1) % STRETCHES;
            count--;
        }
        int next = (first + count++) % STRETCHES;
        start[next] = from;
        end[next] = to;
        song[next] = in;
        lead[next] = asLead;
        solo[next] = asSolo;
    }

    /** Whether {@code block} was counted as sounding; blocks only go up. */
    boolean isCounted(long block) {
        return block <= countedUpToBlock && block > countedUpToBlock - BLOCKS && counted[(int) (block % BLOCKS)];
    }

    /** Notes that {@code block} was counted, or no longer is. */
    void counted(long block, boolean is) {
        if (block > countedUpToBlock) {
            long from = Math.max(countedUpToBlock + 1, block - BLOCKS + 1);
            for (long skipped = from; skipped < block; skipped++) {
                counted[(int) (skipped % BLOCKS)] = false;
            }
            countedUpToBlock = block;
        }
        counted[(int) (block % BLOCKS)] = is;
    }

    int stretches() {
        return count;
    }

    long startOf(int stretch) {
        return start[(first + stretch) % STRETCHES];
    }

    long endOf(int stretch) {
        return end[(first + stretch) % STRETCHES];
    }

    RingSong songOf(int stretch) {
        RingSong in = song[(first + stretch) % STRETCHES];
        if (in == null) {
            throw new IllegalStateException("stretch " + stretch + " of " + count);
        }
        return in;
    }

    boolean isLead(int stretch) {
        return lead[(first + stretch) % STRETCHES];
    }

    boolean isSolo(int stretch) {
        return solo[(first + stretch) % STRETCHES];
    }

    /** Forgets what lies at {@code from} and later: it was taken back. */
    void cut(long from) {
        while (count > 0 && startOf(count - 1) >= from) {
            count--;
            song[(first + count) % STRETCHES] = null;
        }
        if (count > 0) {
            int last = (first + count - 1) % STRETCHES;
            end[last] = Math.min(end[last], from);
        }
    }

    /** Forgets all, for the next owner. */
    void clear() {
        cut(Long.MIN_VALUE);
        countedUpToBlock = Long.MIN_VALUE;
    }
}
