package brigade.stress.report;

import brigade.stress.choir.ChoirPlan;
import brigade.stress.choir.ChoirPromise;
import brigade.stress.choir.ChoirSettings;
import brigade.stress.choir.ChoirSinger;
import brigade.stress.choir.Findings;
import brigade.stress.choir.PairTally;
import brigade.stress.choir.Performance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns a choir's run into the report's JSON. Stateless. */
public final class ChoirReport {
    /** Bins of offsets in samples, and of level errors in dB; what lies beyond goes into the last one. */
    private static final double OFFSET_BIN = 0.5;

    private static final double OFFSET_END = 6;
    private static final double LEVEL_BIN = 0.1;
    private static final double LEVEL_END = 2;

    private ChoirReport() {}

    /**
     * Enters plan, figures, series and the verdict into {@code report}.
     *
     * @param broken what of the promise did not hold; empty when all did
     */
    public static void fill(
            ObjectNode report, ChoirPlan plan, Performance performance, Findings findings, List<String> broken) {
        report.put("ok", broken.isEmpty());
        ArrayNode lines = report.putArray("broken");
        broken.forEach(lines::add);
        addPlan(report.putObject("plan"), plan);
        ObjectNode figures = report.putObject("figures");
        addHeard(figures, plan, performance, findings);
        addTraffic(figures, performance.traffic());
        ObjectNode errors = report.putObject("errorsByKind");
        performance.traffic().errors().forEach(errors::put);
        ObjectNode expected = report.putObject("expectedErrorsByKind");
        performance.traffic().expectedErrors().forEach(expected::put);
        addMatrix(report.putObject("choir"), plan, findings);
        LoadReport.addSeconds(report.putArray("seconds"), performance.traffic().seconds());
        LoadReport.addBins(report.putArray("histogram"), performance.traffic().latency());
        LoadReport.addProcesses(report, performance.traffic().processes());
    }

    private static void addPlan(ObjectNode json, ChoirPlan plan) {
        ChoirSettings settings = plan.settings();
        ChoirSettings.Network network = settings.network();
        json.put("singers", settings.singers());
        json.put("buckets", settings.buckets());
        json.put("secondsOfSinging", settings.seconds());
        json.put("secondsInAll", LoadReport.rounded(plan.seconds()));
        json.put("chirps", plan.bursts().size());
        json.put("seed", settings.seed());
        json.put("lossShare", network.lossShare());
        json.put("jitterMs", network.jitterMs());
        json.put("rttMs", network.rttMs());
        json.put("skewPpm", network.skewPpm());
        json.put("stalls", network.stalls());
        json.put("storms", network.storms());
        json.put("joinPerSecond", network.joinPerSecond());
    }

    private static void addHeard(ObjectNode json, ChoirPlan plan, Performance performance, Findings findings) {
        List<Double> offsets = findings.offsetsSamples();
        List<Double> levels = findings.levelErrorsDb();
        json.put("singers", plan.settings().singers());
        json.put("buckets", plan.settings().buckets());
        json.put("chirpsDue", findings.due());
        json.put("chirpsMissing", findings.missing());
        json.put(
                "chirpsMisplaced",
                offsets.stream()
                        .filter(offset -> !ChoirPromise.isInPlace(offset))
                        .count());
        json.put("offsetMaxSamples", LoadReport.rounded(largest(offsets)));
        json.put("levelsChecked", levels.size());
        json.put("levelErrorMaxDb", LoadReport.rounded(largest(levels)));
        json.put("levelErrorMeanDb", LoadReport.rounded(mean(levels)));
        json.put("wrongfullyHeard", findings.ghosts());
        json.put("rightlySilent", findings.silences() + findings.emptySlots());
        json.put("unchecked", findings.unchecked());
        json.put("distinctStreams", performance.heard().size());
        json.put("matesCompared", performance.mates().compared());
        json.put("matesUnequal", performance.mates().unequal().size());
    }

    private static void addTraffic(ObjectNode json, Performance.Traffic traffic) {
        Histogram latency = traffic.latency();
        double singerSeconds = traffic.terms().singerSeconds();
        double seconds = traffic.terms().seconds();
        json.put("answered", traffic.answered());
        json.put(
                "errors",
                traffic.errors().values().stream().mapToLong(Long::longValue).sum());
        json.put(
                "expectedErrors",
                traffic.expectedErrors().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        json.put("unsent", traffic.unsent());
        json.put("lateTurns", traffic.late());
        json.put("lateShare", traffic.intended() == 0 ? 0 : (double) traffic.late() / traffic.intended());
        json.put("intendedRate", LoadReport.rounded(traffic.intended() / seconds));
        json.put("achievedRate", LoadReport.rounded(traffic.answered() / Math.max(seconds, traffic.elapsedSeconds())));
        json.put("msPerExchange", LoadReport.rounded(latency.getMean() / 1e3));
        json.put("p50Ms", LoadReport.rounded(latency.getValueAtPercentile(50) / 1e3));
        json.put("p99Ms", LoadReport.rounded(latency.getValueAtPercentile(99) / 1e3));
        json.put("p999Ms", LoadReport.rounded(latency.getValueAtPercentile(99.9) / 1e3));
        json.put("testerBehindMaxMs", LoadReport.rounded(traffic.testerBehindMs()));
        if (singerSeconds > 0) {
            json.put(
                    "cpuMsPerSingerSecond",
                    LoadReport.rounded(traffic.processes().serversCpuMs() / singerSeconds));
            json.put(
                    "testerCpuMsPerSingerSecond",
                    LoadReport.rounded(traffic.processes().testerCpuMs() / singerSeconds));
        }
        json.put("bottleneck", traffic.processes().bottleneck());
    }

    /** Who hears whom: a row per singer, a cell per bucket that listens. */
    private static void addMatrix(ObjectNode json, ChoirPlan plan, Findings findings) {
        int listeners = plan.settings().buckets() + 1;
        json.put("listeningBuckets", listeners);
        Map<Long, PairTally> pairs = new HashMap<>();
        findings.pairs().forEach(pair -> pairs.put(((long) pair.singer() << 8) | pair.bucket(), pair));
        ArrayNode rows = json.putArray("singers");
        for (ChoirSinger singer : plan.singers()) {
            if (!singer.sings()) {
                continue;
            }
            ObjectNode row = rows.addObject();
            row.put("singer", singer.index() + 1);
            row.put("bucket", singer.bucket());
            ArrayNode cells = row.putArray("heard");
            for (int bucket = 1; bucket <= listeners; bucket++) {
                PairTally pair = pairs.get(((long) singer.index() << 8) | bucket);
                addCell(cells.addObject(), pair);
            }
        }
        addBins(json.putArray("offsets"), findings.offsetsSamples(), OFFSET_BIN, OFFSET_END);
        addBins(json.putArray("levels"), findings.levelErrorsDb(), LEVEL_BIN, LEVEL_END);
    }

    private static void addCell(ObjectNode cell, @org.jspecify.annotations.Nullable PairTally pair) {
        cell.put("due", pair == null ? 0 : pair.due());
        cell.put("inPlace", pair == null ? 0 : pair.inPlace());
        cell.put("ghosts", pair == null ? 0 : pair.ghosts());
        cell.put("silent", pair == null ? 0 : pair.silences());
        cell.put("unchecked", pair == null ? 0 : pair.unchecked());
    }

    private static void addBins(ArrayNode json, List<Double> values, double width, double end) {
        int half = (int) Math.round(end / width);
        int[] counts = new int[2 * half + 1];
        for (double value : values) {
            counts[Math.clamp(Math.round(value / width) + half, 0, 2 * half)]++;
        }
        for (int bin = 0; bin < counts.length; bin++) {
            ObjectNode row = json.addObject();
            row.put("at", LoadReport.rounded((bin - half) * width));
            row.put("count", counts[bin]);
        }
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(Math::abs).max().orElse(0);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
