package brigade.stress.stream;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The ticks of one shard, in order; times are nanoseconds of CLOCK_MONOTONIC, the tester's own clock. One thread. */
public final class ShardTicks {
    private static final int TIMES = 6;
    private static final int DIGITS = 3;
    private static final long HIGHEST_US = 120_000_000;

    private final String shard;
    private long[] times = new long[TIMES * 4_096];
    private int count;
    private long next;

    ShardTicks(String shard) {
        this.shard = shard;
    }

    /** Its name. */
    public String shard() {
        return shard;
    }

    /** The number to ask for next. */
    long next() {
        return next;
    }

    /** Takes a page: a line with the next number, then a line of four times, streams encoded and voices left per tick. */
    void add(String page) {
        String[] lines = page.split("\n", -1);
        long told = Long.parseLong(lines[0]);
        if (told < next) {
            next = 0; // a restarted shard counts anew; the next page has what it did
            return;
        }
        next = told;
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(",", -1);
            if (parts.length == TIMES) {
                if (times.length < TIMES * (count + 1)) {
                    times = Arrays.copyOf(times, 2 * times.length);
                }
                for (int k = 0; k < TIMES; k++) {
                    times[TIMES * count + k] = Long.parseLong(parts[k]);
                }
                count++;
            }
        }
    }

    /** How many. */
    public int count() {
        return count;
    }

    /** The frame boundary that tick {@code index} was for. */
    public long signalNs(int index) {
        return times[TIMES * index];
    }

    /** When its thread ran. */
    public long awakeNs(int index) {
        return times[TIMES * index + 1];
    }

    /** When the state server had all voices, and had answered. */
    public long answeredNs(int index) {
        return times[TIMES * index + 2];
    }

    /** When the last socket had its message. */
    public long finishNs(int index) {
        return times[TIMES * index + 3];
    }

    /** How many streams had something to encode. */
    public int streams(int index) {
        return (int) times[TIMES * index + 4];
    }

    /**
     * When the state server had what the shard's socket read at {@code receivedNs}, at the latest: the first tick that
     * awakes afterwards and leaves no voice to the next takes it along. {@link Long#MAX_VALUE} when no such tick is known.
     */
    public long takenByNs(long receivedNs) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (awakeNs(middle) < receivedNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while (low < count && times[TIMES * low + 5] != 0) {
            low++;
        }
        return low < count ? answeredNs(low) : Long.MAX_VALUE;
    }

    /**
     * The same when nobody knows which of {@code shards} it was: no later than the slowest of those that had a tick at all. One
     * without any had no singer; the server fills one shard before the next. {@link Long#MAX_VALUE} when it is not known.
     */
    public static long takenByNs(List<ShardTicks> shards, long receivedNs) {
        long by = 0;
        for (ShardTicks shard : shards) {
            if (shard.count > 0) {
                by = Math.max(by, shard.takenByNs(receivedNs));
            }
        }
        return by == 0 ? Long.MAX_VALUE : by;
    }

    /** A duration of each tick that was due from one moment to another, microseconds. */
    public Histogram histogramUs(long fromNs, long toNs, Duration duration) {
        Histogram found = new Histogram(HIGHEST_US, DIGITS);
        for (int i = 0; i < count; i++) {
            if (signalNs(i) >= fromNs && signalNs(i) <= toNs) {
                found.recordValue(Math.clamp(duration.ns(this, i) / 1_000, 0, HIGHEST_US));
            }
        }
        return found;
    }

    /** Some duration of a tick. */
    @FunctionalInterface
    public interface Duration {
        /** Of that tick, nanoseconds. */
        long ns(ShardTicks ticks, int index);
    }
}
