package brigade.stress.report;

import brigade.stress.load.LoadPlan;
import brigade.stress.load.LoadResult;
import brigade.stress.load.LoadSecond;
import brigade.stress.load.ProcessReport;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the result of a load into the report's JSON. Stateless. */
public final class LoadReport {
    /** Bins of the histogram per doubling of the latency. */
    private static final int BINS_PER_OCTAVE = 4;

    private static final double FIRST_BIN_MS = 0.25;

    private LoadReport() {}

    /**
     * Enters plan, figures, series and the verdict into {@code report}.
     *
     * @param broken what of the promise did not hold; empty when all did
     */
    public static void fill(ObjectNode report, LoadResult result, List<String> broken) {
        LoadPlan plan = result.plan();
        report.put("ok", broken.isEmpty());
        ArrayNode lines = report.putArray("broken");
        broken.forEach(lines::add);
        addPlan(report.putObject("plan"), plan, result.song());
        addFigures(report.putObject("figures"), result);
        ObjectNode errors = report.putObject("errorsByKind");
        result.errorsByKind().forEach(errors::put);
        ArrayNode clients = report.putArray("estClientsPerWorker");
        result.estimatedClients().forEach(each -> clients.add(rounded(each)));
        addSeconds(report.putArray("seconds"), result.seconds());
        addBins(report.putArray("histogram"), result.latency());
        addProcesses(report, result.processes());
        RpcReport.fill(report, result.rpc());
    }

    private static void addPlan(ObjectNode json, LoadPlan plan, boolean song) {
        ArrayNode targets = json.putArray("targets");
        plan.targets().forEach(target -> targets.add(target.uri().toString()));
        json.put("workers", plan.workers());
        json.put("usersPerWorker", plan.users());
        json.put("roundsPerWorker", plan.rounds());
        json.put("sleep", plan.sleep());
        json.put("summary", plan.summary());
        json.put("song", song);
        json.put("seconds", rounded(plan.seconds()));
        json.put("warmUpTurns", plan.warmUpTurns());
        json.put("seed", plan.seed());
    }

    private static void addFigures(ObjectNode json, LoadResult result) {
        LoadPlan plan = result.plan();
        json.put("singers", plan.singers());
        json.put("requests", plan.requests());
        json.put("answered", result.answered());
        json.put("errors", result.errors());
        json.put("unsent", result.unsent());
        json.put("lateTurns", result.late());
        json.put("lateShare", result.lateShare());
        json.put("decodedAnswers", result.decoded());
        json.put("silentAnswers", result.silent());
        json.put("elapsedSeconds", rounded(result.elapsedSeconds()));
        if (plan.sleep()) {
            json.put("intendedRate", rounded(plan.intendedRate()));
        }
        json.put("achievedRate", rounded(result.achievedRate()));
        Histogram service = result.service();
        json.put("minMs", rounded(service.getMinValue() / 1e3));
        json.put("maxMs", rounded(service.getMaxValue() / 1e3));
        json.put("msPerExchange", rounded(result.meanServiceMs()));
        json.put("estClients", rounded(result.estimatedClientsInAll()));
        json.put("p50Ms", rounded(result.latencyMs(50)));
        json.put("p90Ms", rounded(result.latencyMs(90)));
        json.put("p99Ms", rounded(result.latencyMs(99)));
        json.put("p999Ms", rounded(result.latencyMs(99.9)));
        json.put("maxLatencyMs", rounded(result.latency().getMaxValue() / 1e3));
        json.put("serviceP99Ms", rounded(service.getValueAtPercentile(99) / 1e3));
        json.put("cpuMsPerSingerSecond", rounded(result.serversCpuMsPerSingerSecond()));
        json.put("testerCpuMsPerSingerSecond", rounded(result.testerCpuMsPerSingerSecond()));
        json.put("bottleneck", result.processes().bottleneck());
    }

    static void addSeconds(ArrayNode json, List<LoadSecond> seconds) {
        for (LoadSecond second : seconds) {
            ObjectNode row = json.addObject();
            row.put("second", second.second());
            row.put("answered", second.answered());
            row.put("late", second.late());
            row.put("errors", second.errors());
            row.put("p50Ms", rounded(second.p50Ms()));
            row.put("p99Ms", rounded(second.p99Ms()));
            row.put("maxMs", rounded(second.maxMs()));
        }
    }

    static void addBins(ArrayNode json, Histogram latency) {
        double base = Math.pow(2, 1.0 / BINS_PER_OCTAVE);
        Iterable<HistogramIterationValue> bins = latency.logarithmicBucketValues((long) (FIRST_BIN_MS * 1e3), base);
        for (HistogramIterationValue bin : bins) {
            ObjectNode row = json.addObject();
            row.put("fromMs", rounded(bin.getValueIteratedFrom() / 1e3));
            row.put("toMs", rounded(bin.getValueIteratedTo() / 1e3));
            row.put("count", bin.getCountAddedInThisIterationStep());
        }
    }

    static void addProcesses(ObjectNode report, ProcessReport processes) {
        ArrayNode rows = report.putArray("processes");
        for (ProcessReport.Used process : processes.processes()) {
            ObjectNode row = rows.addObject();
            row.put("name", process.name());
            row.put("cpuMs", rounded(process.cpuMs()));
            row.put("cores", rounded(process.cores()));
            row.put("memoryMb", rounded(process.memoryMb()));
            row.put("hottestThread", process.hottestThread());
            row.put("hottestThreadMs", rounded(process.hottestThreadMs()));
        }
        report.put("othersCores", rounded(processes.othersCores()));
        ArrayNode cores = report.putArray("coresBusy");
        processes.coresBusy().forEach(busy -> cores.add(rounded(busy)));
        Map<String, List<ProcessReport.Point>> byProcess = processes.points().stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        ProcessReport.Point::process,
                        java.util.LinkedHashMap::new,
                        java.util.stream.Collectors.toList()));
        ArrayNode series = report.putArray("processSeries");
        byProcess.forEach((name, points) -> addPoints(series.addObject().put("name", name), points));
    }

    /** Each point's CPU as cores in use since the point before. */
    private static void addPoints(ObjectNode json, List<ProcessReport.Point> points) {
        ArrayNode rows = json.putArray("points");
        double before = 0;
        for (ProcessReport.Point point : points) {
            double seconds = point.second() - before;
            before = point.second();
            // The last look comes when the run ends, maybe too soon after the one before to count 10 ms ticks.
            if (seconds >= 0.5) {
                ObjectNode row = rows.addObject();
                row.put("second", rounded(point.second()));
                row.put("cores", rounded(point.cpuMs() / (seconds * 1e3)));
                row.put("memoryMb", rounded(point.memoryMb()));
            }
        }
    }

    /** To four figures or three places: more would be noise. */
    static double rounded(double value) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        return Math.round(value * 1e3) / 1e3;
    }
}
