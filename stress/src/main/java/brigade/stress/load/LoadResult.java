package brigade.stress.load;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a run came to. Latency counts from the intended time; service time from the moment of sending.
 *
 * @param plan what was to be sent
 * @param song whether a song ran, so that answers had to sound
 * @param answered whole answers
 * @param late of these, how many came more than 600 ms after their intended time
 * @param unsent requests that were not sent within the time of the run
 * @param decoded answers that were decoded
 * @param silent of these, how many were silent
 * @param elapsedSeconds from the first intended time to the last answer
 * @param estimatedClients the ancestor's figure, per worker
 * @param latency microseconds
 * @param service microseconds
 * @param errorsByKind requests without a whole answer
 * @param seconds what came in each second
 * @param processes what the processes used
 * @param songTrouble what went wrong with the song, in sentences; empty when it went on
 * @param rpc the shards' calls of the state server; empty when unknown
 */
public record LoadResult(
        LoadPlan plan,
        boolean song,
        long answered,
        long late,
        long unsent,
        long decoded,
        long silent,
        double elapsedSeconds,
        List<Double> estimatedClients,
        Histogram latency,
        Histogram service,
        Map<String, Long> errorsByKind,
        List<LoadSecond> seconds,
        ProcessReport processes,
        List<String> songTrouble,
        List<RpcTiming> rpc) {
    private static final double SINGER_SECONDS_PER_TURN = LoadPlan.TURN_NS / 1e9;

    static LoadResult of(
            LoadPlan plan,
            boolean song,
            Tally.Outcome outcome,
            List<Double> estimated,
            ProcessReport processes,
            List<String> songTrouble,
            List<RpcTiming> rpc) {
        Tally.Counts counts = outcome.counts();
        return new LoadResult(
                plan,
                song,
                counts.answered(),
                counts.late(),
                plan.requests() - counts.answered() - counts.errors(),
                counts.probes(),
                counts.silent(),
                counts.elapsedNs() / 1e9,
                estimated,
                outcome.latency(),
                outcome.service(),
                new TreeMap<>(outcome.errorsByKind()),
                outcome.seconds(),
                processes,
                songTrouble,
                rpc);
    }

    /** Requests without a whole answer. */
    public long errors() {
        return errorsByKind.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whole answers a second, over the planned time or the longer one that it took; the last ones may take a turn. */
    public double achievedRate() {
        double seconds =
                plan.sleep() ? Math.max(plan.seconds(), elapsedSeconds - SINGER_SECONDS_PER_TURN) : elapsedSeconds;
        return seconds == 0 ? 0 : answered / seconds;
    }

    /** Share of late answers among all that were to come; what never came is an error, not late. */
    public double lateShare() {
        return (double) late / plan.requests();
    }

    /** Mean milliseconds from sending to answer. */
    public double meanServiceMs() {
        return service.getMean() / 1e3;
    }

    /** A percentile of the latency. */
    public double latencyMs(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** The ancestor's figure for all workers together. */
    public double estimatedClientsInAll() {
        return estimatedClients.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** CPU of the servers for one singer and second. */
    public double serversCpuMsPerSingerSecond() {
        return perSingerSecond(processes.serversCpuMs());
    }

    /** CPU of the tester for one singer and second. */
    public double testerCpuMsPerSingerSecond() {
        return perSingerSecond(processes.testerCpuMs());
    }

    private double perSingerSecond(double cpuMs) {
        return answered == 0 ? 0 : cpuMs / (answered * SINGER_SECONDS_PER_TURN);
    }
}
