package brigade.stress.choir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a choir is promised: everybody is heard by all later buckets and by nobody else, in place and at the right level;
 * mates hear the same; nothing fails that nobody broke on purpose.
 *
 * @param lateMax largest share of late turns, 0..1
 */
public record ChoirPromise(double lateMax) {
    /** After two codec passes a chirp lies within 3 samples of its place. */
    private static final double OFFSET_MAX_SAMPLES = 3;

    /** Levels are right within 1 dB while the limiter rests. */
    public static final double LEVEL_MAX_DB = 1;

    /** So many broken pairs are named; the rest is counted. */
    private static final int NAMED_MAX = 10;

    /** A tester so far behind its own plan says nothing about servers. */
    private static final double TESTER_BEHIND_MAX_MS = 600;

    /** What is wrong with one singer, and who hears it so. */
    private static final class Fault {
        private final TreeSet<Integer> buckets = new TreeSet<>();
        private int chirps;
        private int of;
    }

    /** Whether a chirp that was found so many samples after its place lies there, to the whole sample. */
    public static boolean isInPlace(double offsetSamples) {
        return Math.rint(Math.abs(offsetSamples)) <= OFFSET_MAX_SAMPLES;
    }

    /** What of it was broken, a sentence each; empty when it held. */
    public List<String> brokenBy(ChoirPlan plan, Performance performance, Findings findings) {
        List<String> broken = new ArrayList<>(performance.songTrouble());
        addHeard(plan, findings, broken);
        addNamed(performance.mates().unequal(), broken);
        findings.strangeByBucket()
                .forEach((bucket, count) -> broken.add(
                        bucketName(plan, bucket) + " hears something in " + count + " slots in which nobody sings"));
        addTraffic(performance.traffic(), broken);
        return broken;
    }

    private static void addHeard(ChoirPlan plan, Findings findings, List<String> broken) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        for (PairTally pair : findings.pairs()) {
            String singer = plan.singers().get(pair.singer()).name();
            if (pair.missing() > 0) {
                add(faults, singer + " is not heard by ", "", pair, pair.missing(), pair.due());
            }
            List<Double> off = pair.offsetsSamples().stream()
                    .filter(offset -> !isInPlace(offset))
                    .toList();
            if (!off.isEmpty()) {
                long samples = Math.round(median(off));
                String place = Math.abs(samples) + " samples " + (samples > 0 ? "late" : "early");
                add(faults, singer + " is heard " + place + " by ", "", pair, off.size(), pair.due());
            }
            List<Double> loud = pair.levelErrorsDb().stream()
                    .filter(db -> Math.abs(db) > LEVEL_MAX_DB)
                    .toList();
            if (!loud.isEmpty()) {
                double db = median(loud);
                String level = String.format(Locale.ROOT, "%.0f dB too %s", Math.abs(db), db > 0 ? "loud" : "soft");
                add(
                        faults,
                        singer + " is heard " + level + " by ",
                        "",
                        pair,
                        loud.size(),
                        pair.levelErrorsDb().size());
            }
            if (pair.ghosts() > 0) {
                int of = pair.ghosts() + pair.silences();
                add(faults, singer + " is heard by ", ", who cannot have heard him", pair, pair.ghosts(), of);
            }
        }
        List<String> sentences = new ArrayList<>();
        faults.forEach((text, fault) -> {
            String[] parts = text.split("\u0000", -1);
            sentences.add(parts[0] + bucketNames(plan, fault.buckets) + parts[1] + " (" + fault.chirps + " of "
                    + fault.of + " chirps)");
        });
        addNamed(sentences, broken);
        addUnheard(plan, findings, broken);
    }

    private static void add(
            Map<String, Fault> faults, String before, String after, PairTally pair, int chirps, int of) {
        Fault fault = faults.computeIfAbsent(before + "\u0000" + after, _ -> new Fault());
        fault.buckets.add(pair.bucket());
        fault.chirps += chirps;
        fault.of += of;
    }

    /** Whom the plan lets sing and somebody hear, but of whom no chirp could be checked in some bucket. */
    private static void addUnheard(ChoirPlan plan, Findings findings, List<String> broken) {
        Map<Integer, TreeSet<Integer>> checked = new TreeMap<>();
        for (PairTally pair : findings.pairs()) {
            if (pair.due() > 0) {
                checked.computeIfAbsent(pair.singer(), _ -> new TreeSet<>()).add(pair.bucket());
            }
        }
        List<String> sentences = new ArrayList<>();
        for (ChoirSinger singer : plan.singers()) {
            TreeSet<Integer> missing = new TreeSet<>();
            for (int bucket = singer.bucket() + 1; bucket <= plan.settings().buckets() + 1; bucket++) {
                missing.add(bucket);
            }
            missing.removeAll(checked.getOrDefault(singer.index(), new TreeSet<>()));
            if (singer.sings() && plan.isEverHeard(singer) && !missing.isEmpty()) {
                sentences.add("nothing of " + singer.name() + " came in time for " + bucketNames(plan, missing));
            }
        }
        addNamed(sentences, broken);
    }

    private void addTraffic(Performance.Traffic traffic, List<String> broken) {
        traffic.errors().forEach((kind, count) -> broken.add(count + " times: " + kind));
        if (traffic.unsent() > 0) {
            broken.add(traffic.unsent() + " requests could not be sent in time");
        }
        double late = traffic.intended() == 0 ? 0 : (double) traffic.late() / traffic.intended();
        if (late > lateMax) {
            broken.add(String.format(
                    Locale.ROOT,
                    "%d %s (%.2f %%) %s; %.2f %% are allowed",
                    traffic.late(),
                    traffic.terms().unit(),
                    100 * late,
                    traffic.terms().late(),
                    100 * lateMax));
        }
        if (traffic.testerBehindMs() > TESTER_BEHIND_MAX_MS) {
            broken.add(String.format(
                    Locale.ROOT,
                    "the tester itself was up to %.0f ms behind: this machine is too busy to judge servers",
                    traffic.testerBehindMs()));
        }
    }

    private static void addNamed(List<String> sentences, List<String> broken) {
        broken.addAll(sentences.subList(0, Math.min(NAMED_MAX, sentences.size())));
        if (sentences.size() > NAMED_MAX) {
            broken.add("and " + (sentences.size() - NAMED_MAX) + " more like these");
        }
    }

    private static String bucketNames(ChoirPlan plan, TreeSet<Integer> buckets) {
        int listener = plan.settings().buckets() + 1;
        List<Integer> numbered =
                buckets.stream().filter(bucket -> bucket != listener).toList();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < numbered.size(); i++) {
            String between =
                    i == 0 ? numbered.size() > 1 ? "buckets " : "bucket " : i == numbered.size() - 1 ? " and " : ", ";
            names.append(between).append(numbered.get(i));
        }
        if (buckets.contains(listener)) {
            names.append(names.isEmpty() ? "" : " and ").append(bucketName(plan, listener));
        }
        return names.toString();
    }

    private static String bucketName(ChoirPlan plan, int bucket) {
        return bucket > plan.settings().buckets() ? "the listener behind them" : "bucket " + bucket;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
