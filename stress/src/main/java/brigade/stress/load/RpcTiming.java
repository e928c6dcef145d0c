package brigade.stress.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A shard's calls of the state server during a run.
 *
 * @param shard its name
 * @param everyNth of the calls one in so many has a point
 * @param points in order
 * @param awakeNs from signal to awake, of all calls
 * @param finishNs from signal to finish, of all calls
 */
public record RpcTiming(String shard, int everyNth, List<Point> points, Histogram awakeNs, Histogram finishNs) {
    /**
     * One call.
     *
     * @param second when it was signalled, from the run's first intended time
     * @param awakeUs from the signal until the state server took it
     * @param finishUs from the signal until the shard had its answer
     */
    public record Point(double second, double awakeUs, double finishUs) {}
}
