package brigade.stress.report;

import brigade.stress.choir.RecordingCost;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns what recording costs into the report's JSON, and lines of it for people. Stateless. */
public final class RecordingReport {
    private RecordingReport() {}

    /** Enters it, when it was measured. */
    public static void fill(ObjectNode report, @Nullable RecordingCost cost) {
        if (cost == null) {
            return;
        }
        ObjectNode json = report.putObject("recording");
        json.put("coresWithout", LoadReport.rounded(cost.cores(false)));
        json.put("coresWith", LoadReport.rounded(cost.cores(true)));
        json.put("costShare", LoadReport.rounded(cost.share()));
        ArrayNode turns = json.putArray("turns");
        for (RecordingCost.Turn turn : cost.turns()) {
            turns.addObject()
                    .put("recorded", turn.recorded())
                    .put("from", LoadReport.rounded(turn.fromSecond()))
                    .put("to", LoadReport.rounded(turn.toSecond()))
                    .put("cores", LoadReport.rounded(turn.cores()));
        }
    }

    /** The same in two lines. */
    public static void print(PrintWriter out, @Nullable RecordingCost cost) {
        if (cost == null) {
            return;
        }
        StringBuilder turns = new StringBuilder();
        for (RecordingCost.Turn turn : cost.turns()) {
            turns.append(String.format(
                    Locale.ROOT,
                    "%s%s %.3f (%.0f s)",
                    turns.isEmpty() ? "" : ", ",
                    turn.recorded() ? "on" : "off",
                    turn.cores(),
                    turn.toSecond() - turn.fromSecond()));
        }
        out.println("recording in turn, cores of all servers: " + turns);
        out.printf(
                Locale.ROOT,
                "recording costs %+.1f %% of the servers' CPU: %.3f cores without, %.3f with%n",
                100 * cost.share(),
                cost.cores(false),
                cost.cores(true));
        out.flush();
    }

    /** Enters into {@code broken} what of the promise did not hold. */
    public static void judge(@Nullable RecordingCost cost, int singers, List<String> broken) {
        if (cost == null) {
            return;
        }
        if (cost.switched() < cost.turns().size() - 1) {
            broken.add("recording was switched " + cost.switched() + " times, not "
                    + (cost.turns().size() - 1));
        }
        if (singers >= RecordingCost.SINGERS_MIN && cost.share() > RecordingCost.MAX_SHARE) {
            broken.add(String.format(
                    Locale.ROOT,
                    "recording costs %.1f %% of the servers' CPU; %.0f %% are allowed",
                    100 * cost.share(),
                    100 * RecordingCost.MAX_SHARE));
        }
    }
}
