package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import java.util.Arrays;
import java.util.List;

/**
 * How loud each chirp must be in one run: who sounds in each block of 20 ms by what was sung, what the crowd is scaled
 * by for that, and how the factor moves (falls over one block, rises by at most 20 dB a second). Written from the
 * design and not from the server's code. One thread.
 */
final class HeardLevels {
    /** The server decides in blocks of 20 ms who sounds. */
    static final int BLOCK = 960;

    /** A block counts as sounding above -50 dBFS RMS: sum of its squares. */
    static final double SOUNDING_SQUARES = BLOCK * Gain.fromDb(-50) * Gain.fromDb(-50);

    /** A voice counts as sounding for 200 ms after its last sounding block. */
    static final int HANG_OVER_BLOCKS = 10;

    private static final double RISE_PER_BLOCK = 1 + Math.log(10) / AudioFormat.SAMPLE_RATE_HZ * BLOCK;

    private final long firstBlock;
    private final boolean[] unsure;
    private final double[] leaderGains;
    private final double[] gains;

    /** Levels of {@code run}, where {@code sung} is all that was sung. */
    HeardLevels(HeardRun run, List<Sung> sung, LevelRule rule) {
        firstBlock = run.startClock() / BLOCK;
        int blocks = (int) (run.endClock() / BLOCK - firstBlock) + 2;
        int[] sounding = new int[blocks];
        unsure = new boolean[blocks];
        Arrays.fill(unsure, 0, Math.min(blocks, rule.memoryBlocks()), true);
        for (Sung each : sung) {
            if (!each.loudBlocks().isEmpty()) {
                count(run, each, sounding);
            }
        }
        double[] reckoned = rule.reckoned(sounding);
        leaderGains = gains(reckoned, rule, true);
        gains = gains(reckoned, rule, false);
    }

    private void count(HeardRun run, Sung sung, int[] sounding) {
        long first = sung.loudBlocks().getFirst();
        long end = sung.loudBlocks().getLast() + HANG_OVER_BLOCKS + 1;
        if (end <= firstBlock || first >= firstBlock + sounding.length) {
            return;
        }
        long from = first * BLOCK;
        long to = end * BLOCK;
        if (sung.isSurelyAfter(run.mixedByNs(from, to))) {
            return;
        }
        boolean sure = sung.whole() && sung.isSurelyBefore(run.mixedFromNs(from, to));
        for (long block = Math.max(first, firstBlock); block < Math.min(end, firstBlock + sounding.length); block++) {
            int at = (int) (block - firstBlock);
            if (sure) {
                sounding[at]++;
            } else {
                unsure[at] = true;
            }
        }
    }

    private static double[] gains(double[] sounding, LevelRule rule, boolean leader) {
        double[] ends = new double[sounding.length];
        double gain = rule.target(leader, sounding[0]);
        for (int block = 0; block < sounding.length; block++) {
            double target = rule.target(leader, sounding[block]);
            gain = Math.min(target, target < gain ? target : gain * RISE_PER_BLOCK);
            ends[block] = gain;
        }
        return ends;
    }

    /** Whether it is known who sounds while {@code sung} does, and for as long before as the factor may still move. */
    boolean isSure(Sung sung) {
        int at = (int) (sung.clock() / BLOCK - firstBlock);
        for (int block = Math.max(0, at - 2 * HANG_OVER_BLOCKS);
                block <= Math.min(unsure.length - 1, at + 1);
                block++) {
            if (unsure[block]) {
                return false;
            }
        }
        return sung.whole();
    }

    /** Amplitude at which {@code sung} must be heard. */
    double expected(Sung sung, float[] sound) {
        double[] ends = sung.burst().singer() == 0 ? leaderGains : gains;
        double weighted = 0;
        double energy = 0;
        for (int i = 0; i < sound.length; i++) {
            long clock = sung.clock() + i;
            int block = (int) (clock / BLOCK - firstBlock);
            double start = ends[Math.max(0, block - 1)];
            double gain = start + (ends[block] - start) * (clock % BLOCK) / BLOCK;
            double square = (double) sound[i] * sound[i];
            weighted += square * gain;
            energy += square;
        }
        return sung.ringLevel() * weighted / energy;
    }
}
