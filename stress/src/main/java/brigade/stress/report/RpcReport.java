package brigade.stress.report;

import brigade.stress.load.RpcTiming;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the timing of calls into the report's JSON. Stateless. */
final class RpcReport {
    private RpcReport() {}

    /** Enters a part per shard; each point is an array of second, microseconds to awake, microseconds to finish. */
    static void fill(ObjectNode report, List<RpcTiming> timings) {
        ArrayNode shards = report.putArray("rpc");
        for (RpcTiming timing : timings) {
            ObjectNode json = shards.addObject();
            json.put("shard", timing.shard());
            json.put("everyNth", timing.everyNth());
            json.put("count", timing.finishNs().getTotalCount());
            json.put("awakeP50Us", timing.awakeNs().getValueAtPercentile(50) / 1e3);
            json.put("awakeP99Us", timing.awakeNs().getValueAtPercentile(99) / 1e3);
            json.put("finishP50Us", timing.finishNs().getValueAtPercentile(50) / 1e3);
            json.put("finishP99Us", timing.finishNs().getValueAtPercentile(99) / 1e3);
            ArrayNode calls = json.putArray("calls");
            for (RpcTiming.Point point : timing.points()) {
                calls.addArray()
                        .add(LoadReport.rounded(point.second()))
                        .add(tenths(point.awakeUs()))
                        .add(tenths(point.finishUs()));
            }
        }
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
