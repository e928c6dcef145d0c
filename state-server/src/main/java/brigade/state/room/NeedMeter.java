package brigade.state.room;

import java.util.Arrays;

/**
 * How much time one singer's way takes: {@code T = arrival - (clock + delay of the bucket heard)} of his latest messages,
 * in samples. Agent thread only; allocates nothing once made.
 */
final class NeedMeter {
    /** Told of a singer nothing was measured of. */
    static final long UNKNOWN = -1;

    /** Messages that count: some seconds of singing, a minute of silence. */
    private static final int KEPT = 64;

    /** Fewer messages say nothing. */
    private static final int ENOUGH = 5;

    /** Larger values are told apart no more: the ring ends there. */
    private static final int MAX_SAMPLES = (int) RoomLimits.RING_SAMPLES;

    private final int[] latest = new int[KEPT];
    private final int[] sorted = new int[KEPT];
    private int count;
    private int next;

    /** Takes one message's T; negative ones count as 0: he cannot have sung what he had not heard. */
    void take(long needSamples) {
        latest[next] = Math.clamp(needSamples, 0, MAX_SAMPLES);
        next = (next + 1) % KEPT;
        count = Math.min(count + 1, KEPT);
    }

    /** The 95th percentile, or {@link #UNKNOWN}. */
    long needSamples() {
        if (count < ENOUGH) {
            return UNKNOWN;
        }
        System.arraycopy(latest, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        return sorted[percentile95(count)];
    }

    /** Index of the 95th percentile among {@code count} sorted values: the smallest that is not below 95 % of them. */
    static int percentile95(int count) {
        return Math.ceilDiv(95 * count, 100) - 1;
    }
}
