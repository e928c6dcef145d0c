package brigade.stress.report;

import brigade.stress.load.Search;
import brigade.stress.load.Trial;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns a search into the report's JSON: the last good trial in full, and a line for each. Stateless. */
public final class FindReport {
    private FindReport() {}

    /**
     * Enters all of it into {@code report}.
     *
     * @param ok whether enough singers were carried
     * @param atLeast how many are enough
     */
    public static void fill(ObjectNode report, Search search, boolean ok, int atLeast) {
        List<Trial> trials = search.trials();
        Trial good = search.good();
        Trial shown = good != null ? good : trials.getLast();
        LoadReport.fill(report, shown.result(), shown.broken());
        report.put("ok", ok);
        ArrayNode broken = report.putArray("broken");
        if (!ok) {
            broken.add("the promise held up to " + search.lastGood() + " singers; " + atLeast + " were asked for");
        }
        ObjectNode figures = (ObjectNode) report.path("figures");
        figures.put("lastGood", search.lastGood());
        figures.put("bottleneck", search.bottleneck());
        ArrayNode rows = report.putArray("trials");
        for (Trial trial : trials) {
            ObjectNode row = rows.addObject();
            row.put("singers", trial.singers());
            row.put("ok", trial.held());
            row.put("p50Ms", LoadReport.rounded(trial.result().latencyMs(50)));
            row.put("p99Ms", LoadReport.rounded(trial.result().latencyMs(99)));
            row.put("lateShare", trial.result().lateShare());
            row.put("errors", trial.result().errors());
            row.put(
                    "rateShare",
                    LoadReport.rounded(trial.result().achievedRate()
                            / trial.result().plan().intendedRate()));
            row.put("serverCores", LoadReport.rounded(trial.serverCores()));
            row.put("cpuMsPerSingerSecond", LoadReport.rounded(trial.result().serversCpuMsPerSingerSecond()));
            row.put("bottleneck", trial.result().processes().bottleneck());
            ArrayNode why = row.putArray("broken");
            trial.broken().forEach(why::add);
        }
    }
}
