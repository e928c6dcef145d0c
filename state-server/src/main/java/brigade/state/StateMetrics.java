package brigade.state;

import brigade.state.room.HouseFigure;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What the state server tells Prometheus: its {@link Counters}, the {@link HouseFigure}s, and what the JVM costs. Values are read
 * when they are asked for; the agent knows nothing of it. Any thread.
 */
final class StateMetrics implements AutoCloseable {
    /** Counters that tell of now, or of a maximum: they do not only grow. */
    private static final Set<Counter> GAUGES = EnumSet.of(Counter.SHARDS, Counter.TURN_MAX_US);

    private static final String PREFIX = "brigade.state.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    StateMetrics(Counters counters, House house) {
        for (Counter counter : Counter.values()) {
            if (GAUGES.contains(counter)) {
                gauge(registry, counter.label(), counter.sentence(), counters, from -> from.get(counter));
            } else {
                grows(registry, counter.label(), counter.sentence(), counters, from -> from.get(counter));
            }
        }
        for (HouseFigure figure : HouseFigure.values()) {
            if (figure.counts()) {
                grows(registry, figure.label(), figure.sentence(), house, from -> from.figure(figure));
            } else {
                gauge(registry, figure.label(), figure.sentence(), house, from -> from.figure(figure));
            }
        }
        grows(
                registry,
                "journal_written",
                "Events that were journalled.",
                house,
                from -> from.journal().written());
        grows(
                registry,
                "journal_lost",
                "Events that were not: no room on the disk, or in the queue.",
                house,
                from -> from.journal().lost());
        gauge(
                registry,
                "journal_lag_seconds",
                "How long the oldest event waits to be written, at most.",
                house,
                from -> from.journal().lagNs() / 1e9);
        new JvmMemoryMetrics().bindTo(registry);
        pauses.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private static <T> void gauge(
            MeterRegistry registry, String label, String sentence, T from, ToDoubleFunction<T> value) {
        Gauge.builder(name(label), from, value)
                .description(sentence)
                .strongReference(true)
                .register(registry);
    }

    private static <T> void grows(
            MeterRegistry registry, String label, String sentence, T from, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name(label), from, value).description(sentence).register(registry);
    }

    private static String name(String label) {
        return PREFIX + label.replace('_', '.').toLowerCase(Locale.ROOT);
    }

    /** The page, in the text format of Prometheus. */
    String page() {
        return registry.scrape();
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }
}
