package brigade.shard;

import brigade.rpc.RpcTrace;
import brigade.shard.exchange.Query;
import brigade.wire.WireException;
import io.javalin.http.Context;

/**
 * {@code GET /rpc-trace?after=N}: when the shard's latest calls to the state server were signalled, taken and answered,
 * for load tests. Text: a line with the number to ask for next, then a line per call with three times in nanoseconds of
 * CLOCK_MONOTONIC. For callers on this machine, and for the operator; the front door does not pass it on.
 */
final class RpcTracePage {
    static final String PATH = "/rpc-trace";

    private RpcTracePage() {}

    static void answer(Context context, RpcTrace trace) {
        StringBuilder lines = new StringBuilder(16_384);
        long next = trace.read(
                after(Query.parse(context.queryString())),
                (signalNs, awakeNs, finishNs) -> lines.append(signalNs)
                        .append(',')
                        .append(awakeNs)
                        .append(',')
                        .append(finishNs)
                        .append('\n'));
        context.contentType("text/plain").result(next + "\n" + lines);
    }

    private static long after(Query query) {
        String after = query.text("after");
        try {
            return after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw WireException.malformed("after must be the number of a call");
        }
    }
}
