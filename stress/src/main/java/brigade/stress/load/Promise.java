package brigade.stress.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What singers are promised. A run that breaks any of it fails.
 *
 * @param lateMax largest share of late turns, 0..1
 * @param p99MaxMs largest 99th percentile of the latency; infinite for no promise
 * @param rateMin smallest share of the intended rate, 0..1
 */
public record Promise(double lateMax, double p99MaxMs, double rateMin) {
    /** A late turn in a thousand, nearly the whole rate, any latency below a turn. */
    public static final Promise USUAL = new Promise(0.001, Double.POSITIVE_INFINITY, 0.99);

    /** What of it {@code result} broke, a line each; empty when it held. */
    public List<String> brokenBy(LoadResult result) {
        List<String> broken = new ArrayList<>();
        broken.addAll(result.songTrouble());
        if (result.answered() == 0) {
            broken.add("nothing was answered");
        }
        result.errorsByKind().forEach((kind, count) -> broken.add(count + " times: " + kind));
        if (result.unsent() > 0) {
            broken.add(result.unsent() + " requests could not be sent in time");
        }
        if (result.song() && result.silent() > 0) {
            broken.add(result.silent() + " of " + result.decoded() + " decoded answers were silent");
        }
        if (result.song() && result.decoded() == 0) {
            broken.add("no answer was decoded");
        }
        if (result.plan().sleep()) {
            addTiming(result, broken);
        }
        return broken;
    }

    private void addTiming(LoadResult result, List<String> broken) {
        if (result.lateShare() > lateMax) {
            broken.add(String.format(
                    Locale.ROOT,
                    "%d turns (%.2f %%) came more than 600 ms late; %.2f %% are allowed",
                    result.late(),
                    100 * result.lateShare(),
                    100 * lateMax));
        }
        if (result.latencyMs(99) > p99MaxMs) {
            broken.add(
                    String.format(Locale.ROOT, "p99 is %.0f ms; %.0f ms are allowed", result.latencyMs(99), p99MaxMs));
        }
        double rate = result.achievedRate() / result.plan().intendedRate();
        if (rate < rateMin) {
            broken.add(String.format(
                    Locale.ROOT,
                    "%.1f requests a second were achieved of %.1f intended (%.1f %%)",
                    result.achievedRate(),
                    result.plan().intendedRate(),
                    100 * rate));
        }
    }
}
