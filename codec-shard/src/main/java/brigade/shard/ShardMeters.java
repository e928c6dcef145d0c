package brigade.shard;

import brigade.rpc.RpcTrace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * What a shard tells Prometheus. The parts that count put their meters into {@link #registry}; what can be read when it is asked for
 * is added here, at the first question, since a shard that starts has people to serve. Any thread.
 */
final class ShardMeters implements AutoCloseable {
    private static final double[] QUANTILES = {0.5, 0.99, 1};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    private final RpcTrace calls;
    private final IntSupplier oldClients;
    private final double[] latest = new double[QUANTILES.length];
    private boolean bound;

    /**
     * Nothing is counted yet.
     *
     * @param calls the times of the latest calls of the state server, of both protocols
     * @param oldClients users of exchange v1 with codec state
     */
    ShardMeters(RpcTrace calls, IntSupplier oldClients) {
        this.calls = calls;
        this.oldClients = oldClients;
    }

    MeterRegistry registry() {
        return registry;
    }

    /** The page, in the text format of Prometheus. */
    synchronized String page() {
        if (!bound) {
            bound = true;
            bind();
        }
        readCalls();
        return registry.scrape();
    }

    private void bind() {
        new JvmMemoryMetrics().bindTo(registry);
        pauses.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        Gauge.builder("brigade.exchange.users", oldClients::getAsInt)
                .description("users of exchange v1 with codec state")
                .strongReference(true)
                .register(registry);
        for (int i = 0; i < QUANTILES.length; i++) {
            int which = i;
            Gauge.builder("brigade.rpc.latest.seconds", () -> latest[which])
                    .description("the latest 4,096 calls of the state server, of both protocols, until the answer")
                    .tag("quantile", Double.toString(QUANTILES[i]))
                    .strongReference(true)
                    .register(registry);
        }
    }

    private void readCalls() {
        long[] times = new long[RpcTrace.CALLS];
        int[] count = new int[1];
        calls.read(0, (signalNs, awakeNs, finishNs) -> times[count[0]++] = finishNs - signalNs);
        Arrays.sort(times, 0, count[0]);
        for (int i = 0; i < QUANTILES.length; i++) {
            int at = (int) Math.ceil(QUANTILES[i] * count[0]) - 1;
            latest[i] = count[0] == 0 ? 0 : times[Math.max(0, at)] / 1e9;
        }
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }
}
