package brigade.stress.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Gathers a shard's calls page by page. Keeps at most {@value #POINTS_MAX} points: when there are more, every other one
 * goes, and of the calls to come too. One thread.
 */
final class RpcTimes {
    static final int POINTS_MAX = 20_000;

    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final String shard;
    private final long fromNs;
    private final Histogram awakeNs = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram finishNs = new Histogram(HIGHEST_NS, DIGITS);
    private List<RpcTiming.Point> points = new ArrayList<>();
    private int everyNth = 1;
    private long next;
    private long counted;

    /**
     * Nothing yet.
     *
     * @param fromNs calls that were signalled before are left out
     */
    RpcTimes(String shard, long fromNs) {
        this.shard = shard;
        this.fromNs = fromNs;
    }

    /** The number to ask for next. */
    long next() {
        return next;
    }

    /** Takes a page: a line with the next number, then a line of three times per call. */
    void add(String page) {
        String[] lines = page.split("\n", -1);
        long told = Long.parseLong(lines[0]);
        if (told < next) {
            next = 0; // a restarted shard counts anew; what this page has is older than what it asked for
            return;
        }
        next = told;
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                String[] times = lines[i].split(",", -1);
                add(Long.parseLong(times[0]), Long.parseLong(times[1]), Long.parseLong(times[2]));
            }
        }
    }

    private void add(long signal, long awake, long finish) {
        // A state server of an older build tells no time.
        if (signal < fromNs || awake < signal || finish < awake) {
            return;
        }
        awakeNs.recordValue(Math.min(HIGHEST_NS, awake - signal));
        finishNs.recordValue(Math.min(HIGHEST_NS, finish - signal));
        if (counted++ % everyNth == 0) {
            points.add(new RpcTiming.Point((signal - fromNs) / 1e9, (awake - signal) / 1e3, (finish - signal) / 1e3));
        }
        if (points.size() > POINTS_MAX) {
            List<RpcTiming.Point> kept = new ArrayList<>();
            for (int i = 0; i < points.size(); i += 2) {
                kept.add(points.get(i));
            }
            points = kept;
            everyNth *= 2;
        }
    }

    RpcTiming timing() {
        return new RpcTiming(shard, everyNth, List.copyOf(points), awakeNs, finishNs);
    }
}
