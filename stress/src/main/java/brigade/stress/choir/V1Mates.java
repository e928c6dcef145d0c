package brigade.stress.choir;

import brigade.audio.AudioFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares what members of a bucket received. One thread, after a run.
 *
 * <p>What v1 guarantees: the mix at a clock depends on the bucket, on what was taken before the moment of reading, and
 * on how the listener came there (gains and limiter go on from one read to the next). Each listener has an encoder of
 * his own. So members of a bucket must receive the same bytes, whichever shards they are on, as long as all of them have
 * read every batch since the same first one, once each, and what they read was there before the first of them asked. A
 * member who lost a batch, came later or asked twice has another encoder state: his bytes differ by right from then on,
 * and only the chirps in them are checked.
 */
final class V1Mates {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;

    private final ChoirPlan plan;
    private final V1Log log;
    private final V1Times times;
    private final List<Sung> sung;
    private final List<Performance.Span> disturbed;
    private final List<String> unequal = new ArrayList<>();
    private long compared;

    V1Mates(ChoirPlan plan, V1Log log, V1Times times, List<Sung> sung, List<Performance.Span> disturbed) {
        this.plan = plan;
        this.log = log;
        this.times = times;
        this.sung = sung;
        this.disturbed = disturbed;
    }

    Performance.Mates compare() {
        Map<Integer, List<ChoirSinger>> buckets = new LinkedHashMap<>();
        plan.singers()
                .forEach(singer -> buckets.computeIfAbsent(singer.bucket(), _ -> new ArrayList<>())
                        .add(singer));
        buckets.values().forEach(this::compare);
        return new Performance.Mates(compared, unequal);
    }

    private void compare(List<ChoirSinger> members) {
        List<ChoirSinger> inStep = new ArrayList<>(members);
        for (int turn = 0; turn < members.getFirst().turns().size() && inStep.size() > 1; turn++) {
            int now = turn;
            inStep.removeIf(member -> !isInStep(log.entry(member, now), now));
            if (inStep.size() < 2) {
                return;
            }
            List<ChoirSinger> majority = majority(inStep, turn);
            compared += inStep.size() - 1;
            boolean excused = majority.size() < inStep.size() && isExcused(inStep, turn);
            for (ChoirSinger member : List.copyOf(inStep)) {
                if (!majority.contains(member)) {
                    inStep.remove(member);
                    if (!excused) {
                        tell(majority.getFirst(), member, turn);
                    }
                }
            }
        }
    }

    private static boolean isInStep(V1Log.Entry entry, int turn) {
        return entry.isAnswered() && entry.anew() == (turn == 0) && !entry.again();
    }

    private List<ChoirSinger> majority(List<ChoirSinger> members, int turn) {
        Map<Integer, List<ChoirSinger>> byPackets = new HashMap<>();
        List<ChoirSinger> largest = List.of();
        for (ChoirSinger member : members) {
            int id = Objects.requireNonNull(log.entry(member, turn).packets()).id();
            List<ChoirSinger> same = byPackets.computeIfAbsent(id, _ -> new ArrayList<>());
            same.add(member);
            largest = same.size() > largest.size() ? same : largest;
        }
        return largest;
    }

    /** Whether somebody's voice arrived while they read, so that some have it and some have not. */
    private boolean isExcused(List<ChoirSinger> members, int turn) {
        long fromNs = Long.MAX_VALUE;
        long byNs = Long.MIN_VALUE;
        for (ChoirSinger member : members) {
            V1Log.Entry entry = log.entry(member, turn);
            fromNs = Math.min(fromNs, entry.fromNs());
            byNs = Math.max(byNs, entry.doneNs());
        }
        long first = fromNs;
        long last = byNs;
        if (disturbed.stream().anyMatch(span -> span.overlaps(first, last))) {
            return true;
        }
        long end = times.readEnd(members.getFirst().bucket(), turn);
        // Who sounded up to 200 ms before still counts, and the limiter looks a little ahead.
        long from = end - 2L * BATCH;
        long to = end + HeardLevels.BLOCK;
        return sung.stream()
                .filter(each -> each.clock() >= from && each.clock() < to)
                .anyMatch(each -> !each.isSurelyBefore(first) && !each.isSurelyAfter(last));
    }

    private void tell(ChoirSinger one, ChoirSinger other, int turn) {
        double second =
                (times.readEnd(one.bucket(), turn) - times.songStart()) / (double) AudioFormat.SAMPLE_RATE_HZ - 0.6;
        unequal.add(String.format(
                java.util.Locale.ROOT,
                "%s and %s of bucket %d were sent different sound at second %.1f of the song",
                one.name(),
                other.name(),
                one.bucket(),
                second));
    }
}
