package brigade.stress.choir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who is heard by whom, counted. One thread at a time; merged from the runs' own. */
public final class Findings {
    private final Map<Long, PairTally> pairs = new TreeMap<>();
    private final Map<Integer, Integer> strangeByBucket = new TreeMap<>();
    private int emptySlots;

    /** The tally of a singer in a bucket's ears; made when there is none. */
    PairTally pair(int singer, int bucket) {
        return pairs.computeIfAbsent(((long) singer << 8) | bucket, _ -> new PairTally(singer, bucket));
    }

    /** A slot in which nobody sings. */
    void emptySlot(int bucket, boolean silent) {
        emptySlots++;
        if (!silent) {
            strangeByBucket.merge(bucket, 1, Integer::sum);
        }
    }

    void add(Findings other) {
        other.pairs.values().forEach(each -> pair(each.singer(), each.bucket()).add(each));
        other.strangeByBucket.forEach((bucket, count) -> strangeByBucket.merge(bucket, count, Integer::sum));
        emptySlots += other.emptySlots;
    }

    /** All pairs, singer by singer. */
    public Collection<PairTally> pairs() {
        return pairs.values();
    }

    /** Slots without a singer that were listened to. */
    public int emptySlots() {
        return emptySlots;
    }

    /** Of these, how many were not silent, by bucket. */
    public Map<Integer, Integer> strangeByBucket() {
        return strangeByBucket;
    }

    /** Chirps that had to be heard, in all ears. */
    public int due() {
        return pairs.values().stream().mapToInt(PairTally::due).sum();
    }

    /** Of these, how many were not heard at all. */
    public int missing() {
        return pairs.values().stream().mapToInt(PairTally::missing).sum();
    }

    /** Chirps that could not be heard and were. */
    public int ghosts() {
        return pairs.values().stream().mapToInt(PairTally::ghosts).sum();
    }

    /** Chirps that could not be heard and were not. */
    public int silences() {
        return pairs.values().stream().mapToInt(PairTally::silences).sum();
    }

    /** Chirps of which nothing can be told. */
    public int unchecked() {
        return pairs.values().stream().mapToInt(PairTally::unchecked).sum();
    }

    /** Samples by which heard chirps lie after their places. */
    public List<Double> offsetsSamples() {
        List<Double> all = new ArrayList<>();
        pairs.values().forEach(pair -> all.addAll(pair.offsetsSamples()));
        return all;
    }

    /** Decibels by which heard chirps are too loud. */
    public List<Double> levelErrorsDb() {
        List<Double> all = new ArrayList<>();
        pairs.values().forEach(pair -> all.addAll(pair.levelErrorsDb()));
        return all;
    }
}
