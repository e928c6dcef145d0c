package brigade.stress.report;

import brigade.stress.stream.ShardTicks;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the shards' ticks into the report's JSON, and a line of it for people. Stateless. */
public final class TickReport {
    private static final int POINTS_MAX = 4_000;
    private static final long NS_PER_US = 1_000;

    private TickReport() {}

    /**
     * Enters a part per shard; each point is an array of the second, and of microseconds after the signal until the tick was
     * awake, answered and finished.
     *
     * @param fromNs what was signalled before is left out
     */
    public static void fill(ObjectNode report, List<ShardTicks> shards, long fromNs) {
        ArrayNode all = report.putArray("ticks");
        for (ShardTicks ticks : shards) {
            Histogram awake = ticks.histogramUs(fromNs, Long.MAX_VALUE, (t, i) -> t.awakeNs(i) - t.signalNs(i));
            if (awake.getTotalCount() == 0) {
                continue;
            }
            Histogram finish = ticks.histogramUs(fromNs, Long.MAX_VALUE, (t, i) -> t.finishNs(i) - t.signalNs(i));
            // What its last stream waits for the others of its tick, sockets included.
            Histogram added = ticks.histogramUs(fromNs, Long.MAX_VALUE, (t, i) -> t.finishNs(i) - t.answeredNs(i));
            ObjectNode json = all.addObject();
            json.put("shard", ticks.shard());
            json.put("count", awake.getTotalCount());
            put(json, "awake", awake);
            put(json, "finish", finish);
            put(json, "lastStreamAdds", added);
            int first = 0;
            while (first < ticks.count() && ticks.signalNs(first) < fromNs) {
                first++;
            }
            int step = 1 + (ticks.count() - first) / POINTS_MAX;
            json.put("everyNth", step);
            ArrayNode points = json.putArray("points");
            for (int i = first; i < ticks.count(); i += step) {
                points.addArray()
                        .add(LoadReport.rounded((ticks.signalNs(i) - fromNs) / 1e9))
                        .add((ticks.awakeNs(i) - ticks.signalNs(i)) / NS_PER_US)
                        .add((ticks.answeredNs(i) - ticks.signalNs(i)) / NS_PER_US)
                        .add((ticks.finishNs(i) - ticks.signalNs(i)) / NS_PER_US);
            }
        }
    }

    private static void put(ObjectNode json, String what, Histogram us) {
        json.put(what + "P50Us", us.getValueAtPercentile(50));
        json.put(what + "P99Us", us.getValueAtPercentile(99));
        json.put(what + "MaxUs", us.getMaxValue());
    }

    /** Prints a line per shard of what {@link #fill} entered. */
    public static void print(PrintWriter out, ObjectNode report) {
        for (JsonNode json : report.path("ticks")) {
            out.printf(
                    Locale.ROOT,
                    "%s: %d ticks; awake p50 %.2f  p99 %.1f ms after the boundary, finished p50 %.1f  p99 %.1f  max %.1f ms;"
                            + " encoding and sending add p50 %.2f  p99 %.1f ms%n",
                    json.path("shard").asString(""),
                    json.path("count").asInt(0),
                    json.path("awakeP50Us").asLong(0) / 1e3,
                    json.path("awakeP99Us").asLong(0) / 1e3,
                    json.path("finishP50Us").asLong(0) / 1e3,
                    json.path("finishP99Us").asLong(0) / 1e3,
                    json.path("finishMaxUs").asLong(0) / 1e3,
                    json.path("lastStreamAddsP50Us").asLong(0) / 1e3,
                    json.path("lastStreamAddsP99Us").asLong(0) / 1e3);
        }
        out.flush();
    }
}
