package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * How many voices sound at each sample. The detector decides by blocks of 20 ms, so one number per block says it for
 * each of its samples. Agent thread only.
 */
final class CountRing {
    private final MemorySegment memory;
    private final int blocks;
    private long preparedBlock;

    CountRing(MemorySegment memory, long preparedBlock) {
        this.memory = memory;
        this.blocks = (int) (memory.byteSize() / 4);
        this.preparedBlock = preparedBlock;
    }

    void prepareUpTo(long endBlock) {
        for (long block = Math.max(preparedBlock, endBlock - blocks); block < endBlock; block++) {
            memory.set(JAVA_INT, offset(block), 0);
        }
        preparedBlock = Math.max(preparedBlock, endBlock);
    }

    /** Voices in {@code block}; 0 when it is not held. */
    int get(long block) {
        return isHeld(block) ? memory.get(JAVA_INT, offset(block)) : 0;
    }

    /** Counts one voice more or less in {@code block}, if it is held. */
    void add(long block, int voices) {
        if (isHeld(block)) {
            memory.set(JAVA_INT, offset(block), memory.get(JAVA_INT, offset(block)) + voices);
        }
    }

    /** Forgets the blocks from {@code fromBlock} to {@code toBlock}, exclusive. */
    void wipe(long fromBlock, long toBlock) {
        long end = Math.min(toBlock, preparedBlock);
        for (long block = Math.max(fromBlock, preparedBlock - blocks); block < end; block++) {
            memory.set(JAVA_INT, offset(block), 0);
        }
    }

    private boolean isHeld(long block) {
        return block < preparedBlock && block >= preparedBlock - blocks;
    }

    private long offset(long block) {
        return block % blocks * 4;
    }
}
