package brigade.shard;

import brigade.rpc.RpcTrace;
import brigade.shard.exchange.Query;
import brigade.wire.WireException;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * {@code GET /rpc-trace?after=N}: when the shard's latest calls to the state server were signalled, taken and answered,
 * for load tests. Text: a line with the number to ask for next, then a line per call with three times in nanoseconds of
 * CLOCK_MONOTONIC. For callers on this machine, and for the operator; the front door does not pass it on.
 */
final class RpcTracePage {
    static final String PATH = "/rpc-trace";

    private RpcTracePage() {}

    /** Whether the caller is on this machine, and not somebody's proxy. */
    static boolean isLocal(Context context) {
        try {
            // An address, so no name is looked up.
            return context.header("X-Forwarded-For") == null
                    && context.header("Forwarded") == null
                    // A browser on this machine says so when somebody else's page asks.
                    && context.header("Origin") == null
                    && InetAddress.getByName(context.ip()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

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
