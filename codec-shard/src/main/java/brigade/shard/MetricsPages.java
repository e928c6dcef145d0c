package brigade.shard;

import brigade.shard.exchange.Query;
import brigade.shard.stream.TickTrace;
import brigade.wire.WireException;
import io.javalin.http.Context;

/**
 * {@code GET /metrics} for Prometheus, and {@code GET /tick-trace?after=N} for load tests: a line with the number to ask for
 * next, then per tick four times in nanoseconds of CLOCK_MONOTONIC (frame boundary, awake, answered, last socket served) and the
 * streams that were encoded, and 1 when some voices were left for the next tick. For callers on this machine, and for the operator.
 */
final class MetricsPages {
    static final String METRICS = "/metrics";
    static final String TICK_TRACE = "/tick-trace";

    private MetricsPages() {}

    static void metrics(Context context, ShardMeters meters) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.page());
    }

    static void tickTrace(Context context, TickTrace trace) {
        StringBuilder lines = new StringBuilder(16_384);
        long next = trace.read(
                after(Query.parse(context.queryString())),
                (signalNs, awakeNs, answeredNs, finishNs, streams, left) -> lines.append(signalNs)
                        .append(',')
                        .append(awakeNs)
                        .append(',')
                        .append(answeredNs)
                        .append(',')
                        .append(finishNs)
                        .append(',')
                        .append(streams)
                        .append(',')
                        .append(left ? 1 : 0)
                        .append('\n'));
        context.contentType("text/plain").result(next + "\n" + lines);
    }

    private static long after(Query query) {
        String after = query.text("after");
        try {
            return after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw WireException.malformed("after must be the number of a tick");
        }
    }
}
