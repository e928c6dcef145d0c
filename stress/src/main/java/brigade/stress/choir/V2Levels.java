package brigade.stress.choir;

/** Levels of v2: the crowd alone is scaled, by the larger of what sounds and the mean of the last second. */
final class V2Levels implements LevelRule {
    private static final double MIX = 1.2;

    /** 1 s of blocks. */
    private static final int SMOOTHED_BLOCKS = 50;

    @Override
    public double target(boolean leader, double sounding) {
        return leader ? MIX : MIX * Math.sqrt(3.0 / (sounding + 2));
    }

    @Override
    public int memoryBlocks() {
        return SMOOTHED_BLOCKS + HeardLevels.HANG_OVER_BLOCKS;
    }

    @Override
    public double[] reckoned(int[] sounding) {
        double[] reckoned = new double[sounding.length];
        int sum = 0;
        for (int block = 0; block < sounding.length; block++) {
            sum += sounding[block] - (block >= SMOOTHED_BLOCKS ? sounding[block - SMOOTHED_BLOCKS] : 0);
            reckoned[block] = Math.max(sounding[block], (double) sum / SMOOTHED_BLOCKS);
        }
        return reckoned;
    }
}
