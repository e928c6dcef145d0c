package brigade.state.ring;

import brigade.audio.AudioFormat;

/**
 * How far a room's rings reach.
 *
 * @param reachSamples how far behind now one may write and read
 * @param aheadSamples how far ahead of now the round ring reaches; at least what repeats times repeat length may be
 */
public record RingSize(int reachSamples, int aheadSamples) {
    /** Samples of one block, 20 ms: the unit of clearing, of occupancy marks, of counts and of sound detection. */
    public static final int BLOCK_SAMPLES = 960;

    /** What rooms use: 120 s back (45,000 quanta), 90 s ahead for rounds. About 111 MB. */
    public static final RingSize FULL = new RingSize(120 * AudioFormat.SAMPLE_RATE_HZ, 90 * AudioFormat.SAMPLE_RATE_HZ);

    /** Refuses a ring shorter than a second, and lengths over an hour. */
    public RingSize {
        if (reachSamples < AudioFormat.SAMPLE_RATE_HZ || reachSamples > 3600 * AudioFormat.SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("reach of " + reachSamples + " samples");
        }
        if (aheadSamples < 0 || aheadSamples > 3600 * AudioFormat.SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("ahead of " + aheadSamples + " samples");
        }
    }

    /** Blocks of the lead, voices, solo and count rings: the reach, and 1 s so that clearing stays off what is read. */
    int blocks() {
        return Math.ceilDiv(reachSamples, BLOCK_SAMPLES) + AudioFormat.SAMPLE_RATE_HZ / BLOCK_SAMPLES;
    }

    /** Blocks of the round ring. */
    int roundBlocks() {
        return blocks() + Math.ceilDiv(aheadSamples, BLOCK_SAMPLES);
    }
}
