package brigade.state.ring;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * One ring of int32 sums, addressed by position modulo its length. Knows which blocks somebody wrote, so that wiping
 * and reading skip the others. Agent thread only.
 *
 * <p>Blocks up to {@code preparedBlock} (exclusive) are either written for their present position or clean.
 *
 * <p>Headroom: a voice leaves its limiter at no more than full scale, and +-1024 of those fit. Sums beyond would wrap;
 * saturating instead would make the result depend on the order of adding, and taking back would not undo.
 */
final class SampleRing {
    static final int BLOCK = RingSize.BLOCK_SAMPLES;

    private static final byte CLEAN = 0;
    private static final byte WRITTEN = 1;

    /** A former process may have written there; a look at the samples tells. */
    private static final byte UNKNOWN = 2;

    private final MemorySegment memory;
    private final int blocks;
    private final long lengthSamples;
    private final byte[] state;
    private long preparedBlock;

    /**
     * @param preparedBlock first block that is not prepared yet
     * @param recovered whether the memory holds sound of before
     */
    SampleRing(MemorySegment memory, long preparedBlock, boolean recovered) {
        this.memory = memory;
        this.lengthSamples = memory.byteSize() / 4;
        this.blocks = (int) (lengthSamples / BLOCK);
        this.state = new byte[blocks];
        this.preparedBlock = preparedBlock;
        Arrays.fill(state, recovered ? UNKNOWN : CLEAN);
    }

    /** Wipes what is left of a former round in the blocks below {@code endBlock}. */
    void prepareUpTo(long endBlock) {
        long from = Math.max(preparedBlock, endBlock - blocks);
        for (long block = from; block < endBlock; block++) {
            wipe((int) (block % blocks));
        }
        preparedBlock = Math.max(preparedBlock, endBlock);
    }

    /** The oldest sample it holds. */
    long oldestSample() {
        return (preparedBlock - blocks) * BLOCK;
    }

    /** After the last sample that may be written. */
    long endSample() {
        return preparedBlock * BLOCK;
    }

    /** Whether somebody wrote into the block of {@code sample}, which is held. */
    boolean isOccupied(long sample) {
        int block = (int) (sample / BLOCK % blocks);
        if (state[block] == UNKNOWN) {
            state[block] = Kernels.isAny(memory, 4L * BLOCK * block, BLOCK) ? WRITTEN : CLEAN;
        }
        return state[block] == WRITTEN;
    }

    MemorySegment memory() {
        return memory;
    }

    /** Where {@code sample} lies; valid to the end of its block. */
    long offsetBytes(long sample) {
        return sample % lengthSamples * 4;
    }

    /** Adds {@code fixed[at..at + samples)} at {@code sample}; all in one block that is held. */
    void add(long sample, int[] fixed, int at, int samples) {
        state[(int) (sample / BLOCK % blocks)] = WRITTEN;
        Kernels.add(memory, offsetBytes(sample), fixed, at, samples);
    }

    /** Converts and adds in one loop; else as {@link #add} and {@link Kernels#toFixed}. */
    long addConverted(long sample, float[] x, float factor, int shift, int[] fixed, int at, int samples) {
        state[(int) (sample / BLOCK % blocks)] = WRITTEN;
        return Kernels.toFixedAndAdd(x, fixed, at, factor, shift, memory, offsetBytes(sample), samples);
    }

    /** Takes out again what {@link #add} added. */
    void subtract(long sample, int[] fixed, int at, int samples) {
        Kernels.subtract(memory, offsetBytes(sample), fixed, at, samples);
    }

    /** Wipes {@code [from, to)} as far as it is held. */
    void wipe(long from, long to) {
        long end = Math.min(to, endSample());
        for (long sample = Math.max(from, oldestSample()); sample < end; ) {
            long next = Math.min(end, (sample / BLOCK + 1) * BLOCK);
            if (isOccupied(sample)) {
                Kernels.clear(memory, offsetBytes(sample), (int) (next - sample));
            }
            sample = next;
        }
    }

    private void wipe(int block) {
        if (state[block] != CLEAN) {
            Kernels.clear(memory, 4L * BLOCK * block, BLOCK);
            state[block] = CLEAN;
        }
    }
}
