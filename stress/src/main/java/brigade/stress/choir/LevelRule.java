package brigade.stress.choir;

/** How loud a protocol's listeners hear a voice of amplitude 1 in the ring (design/engine.md, "Levels"). */
public interface LevelRule {
    /**
     * Target of the gain of a chirp.
     *
     * @param leader whether the leader sings it
     * @param sounding how many voices are reckoned with
     */
    double target(boolean leader, double sounding);

    /** Blocks for which what sounded before a gap still counts, so that levels are not known after one. */
    default int memoryBlocks() {
        return 0;
    }

    /**
     * How many voices are reckoned with in each block of 20 ms.
     *
     * @param sounding how many sound in each
     */
    default double[] reckoned(int[] sounding) {
        double[] same = new double[sounding.length];
        for (int block = 0; block < same.length; block++) {
            same[block] = sounding[block];
        }
        return same;
    }
}
