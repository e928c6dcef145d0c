package brigade.stress;

import brigade.stress.choir.ChoirPlan;
import brigade.stress.choir.ChoirPromise;
import brigade.stress.choir.Findings;
import brigade.stress.choir.Performance;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a choir's run comes to, in lines for people. Stateless. */
final class ChoirLines {
    private ChoirLines() {}

    /** Says how it went, and what of the promise did not hold. */
    static void print(
            PrintWriter out, ChoirPlan plan, Performance performance, Findings findings, List<String> broken) {
        Performance.Traffic traffic = performance.traffic();
        out.printf(
                Locale.ROOT,
                "%d chirps of %d singers in %d buckets; %d times one had to be heard: %d missing, %d misplaced%n",
                plan.bursts().size(),
                plan.settings().singers(),
                plan.settings().buckets(),
                findings.due(),
                findings.missing(),
                findings.offsetsSamples().stream()
                        .filter(offset -> !ChoirPromise.isInPlace(offset))
                        .count());
        out.printf(
                Locale.ROOT,
                "at most %.2f samples off; levels at most %.2f dB off (%d checked)%n",
                largest(findings.offsetsSamples()),
                largest(findings.levelErrorsDb()),
                findings.levelErrorsDb().size());
        out.printf(
                Locale.ROOT,
                "%d times silence was due: %d times it was not; %d times nothing could be told%n",
                findings.silences() + findings.ghosts() + findings.emptySlots(),
                findings.ghosts()
                        + findings.strangeByBucket().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum(),
                findings.unchecked());
        out.printf(
                Locale.ROOT,
                "%d streams were decoded; %d batches compared with a mate's, %d differences%n",
                performance.heard().size(),
                performance.mates().compared(),
                performance.mates().unequal().size());
        out.printf(
                Locale.ROOT,
                "latency from the intended time  p50 %.1f  p99 %.1f  max %.1f ms; %d of %d %s %s; errors %d, expected ones %d%n",
                traffic.latency().getValueAtPercentile(50) / 1e3,
                traffic.latency().getValueAtPercentile(99) / 1e3,
                traffic.latency().getMaxValue() / 1e3,
                traffic.late(),
                traffic.intended(),
                traffic.terms().unit(),
                traffic.terms().late(),
                sum(traffic.errors()),
                sum(traffic.expectedErrors()));
        HttpCommand.printProcesses(out, traffic.processes());
        out.println(broken.isEmpty() ? "PASS" : "FAIL");
        broken.forEach(line -> out.println("  " + line));
        out.flush();
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(Math::abs).max().orElse(0);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
