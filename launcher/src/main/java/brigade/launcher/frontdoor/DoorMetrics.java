package brigade.launcher.frontdoor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** What the front door tells Prometheus: what it passed on, and which parts answer. Any thread. */
final class DoorMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    private final List<Counter> passed = new ArrayList<>();
    private final List<Counter> failed = new ArrayList<>();
    private volatile Health health;

    /**
     * Nothing is counted yet.
     *
     * @param shards how many there are
     */
    DoorMetrics(int shards) {
        health = new Health(false, Collections.nCopies(shards, false));
        up("state-server", () -> health.stateServer());
        for (int i = 0; i < shards; i++) {
            int shard = i;
            String name = String.format(Locale.ROOT, "shard-%02d", i + 1);
            up(name, () -> health.shards().get(shard));
            passed.add(counter("brigade.door.passed", "requests passed on to a shard that answered", name));
            failed.add(counter("brigade.door.failed", "requests that a shard did not answer", name));
        }
        pauses.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private Counter counter(String name, String description, String shard) {
        return Counter.builder(name)
                .description(description)
                .tag("shard", shard)
                .register(registry);
    }

    private void up(String part, BooleanSupplier well) {
        Gauge.builder("brigade.part.up", () -> well.getAsBoolean() ? 1 : 0)
                .description("1 when that part answers and can take singers")
                .tag("part", part)
                .strongReference(true)
                .register(registry);
    }

    /** A shard answered. */
    void passed(int shard) {
        passed.get(shard - 1).increment();
    }

    /** It did not. */
    void failed(int shard) {
        failed.get(shard - 1).increment();
    }

    /** The page, with what {@code now} says of the parts. */
    synchronized String page(Health now) {
        health = now;
        return registry.scrape();
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }
}
