package brigade.state.ring;

/**
 * How loud one voice is: RMS of the last write, whether it sounds, and its slow level. All after the fader and before
 * the limiter, full scale 1. Agent thread only.
 *
 * <p>Sounding is decided per block of the common 20 ms grid from the energy gathered in it, so it does not depend on
 * how the voice was cut into writes.
 */
final class VoiceMeter {
    private static final double SOUNDING_ENERGY = Levels.SOUNDING_RMS * Levels.SOUNDING_RMS * RingSize.BLOCK_SAMPLES;

    /** Blocks over which the slow level is a plain mean (200 ms) before it may count, and then moves slowly (3 s). */
    private static final int FIRST_BLOCKS = 10;

    private static final int SLOW_BLOCKS = 150;

    private double writeEnergy;
    private long writeSamples;
    private long block = Long.MIN_VALUE;
    private double blockEnergy;
    private long soundsUntilBlock = Long.MIN_VALUE;
    private long lastLoudBlock = Long.MIN_VALUE;
    private double slowSquare;
    private int slowBlocks;

    /** Begins a write. */
    void begin() {
        writeEnergy = 0;
        writeSamples = 0;
    }

    /**
     * Takes a piece that lies within block {@code at}.
     *
     * @param energy sum of the squares of its samples
     */
    void take(long at, double energy, int samples) {
        writeEnergy += energy;
        writeSamples += samples;
        if (at != block) {
            block = at;
            blockEnergy = 0;
        }
        boolean wasLoud = blockEnergy > SOUNDING_ENERGY;
        blockEnergy += energy;
        if (blockEnergy > SOUNDING_ENERGY) {
            soundsUntilBlock = at + Levels.HANG_OVER_BLOCKS;
            lastLoudBlock = at;
            // The first piece of a loud block stands for it; a block in one piece, the usual case, is exact.
            if (!wasLoud) {
                slowBlocks = Math.min(SLOW_BLOCKS, slowBlocks + 1);
                slowSquare += (energy / samples - slowSquare) / slowBlocks;
            }
        }
    }

    /** RMS of what was taken since {@link #begin}. */
    float rms() {
        return writeSamples == 0 ? 0 : (float) Math.sqrt(writeEnergy / writeSamples);
    }

    /** Whether the block taken last sounds. */
    boolean isSounding() {
        return block != Long.MIN_VALUE && block <= soundsUntilBlock;
    }

    /** Level over seconds, RMS of the loud blocks; 0 before 200 ms of them. */
    float slowRms() {
        return slowBlocks < FIRST_BLOCKS ? 0 : (float) Math.sqrt(slowSquare);
    }

    /** The block that was loud last; {@link Long#MIN_VALUE} when none was. */
    long lastLoudBlock() {
        return lastLoudBlock;
    }
}
