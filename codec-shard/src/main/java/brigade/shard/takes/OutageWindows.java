package brigade.shard.takes;

import brigade.shard.journal.OutageRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where in a take the mix may lack voices because a state server died: from what had not closed when it did, to when all had their seats
 * again and what shards had kept was told. Ranges in samples of the song, in order, apart from each other.
 */
final class OutageWindows {
    /** A range of the song. */
    record Window(long from, long to) {}

    /** Before: frames on their way when it died. */
    private static final long BEFORE_SAMPLES = 24_000;

    /** After: seats are waited for 3 s at most, then the last voices that waited come. */
    private static final long AFTER_SAMPLES = 5L * 48_000;

    /** Where a shard did not hear the mix, it was so far behind at most. */
    private static final long BEHIND_MAX_SAMPLES = 20L * 48_000;

    private OutageWindows() {}

    /** Of a song that begins at {@code startClock} and is so long; ends lie on the grid of frames, or of the song. */
    static List<Window> of(List<OutageRecord> outages, long startClock, long samples) {
        List<Window> all = new ArrayList<>();
        for (OutageRecord outage : outages) {
            long behind = outage.behindSamples() > 0 ? outage.behindSamples() : BEHIND_MAX_SAMPLES;
            long from = Math.max(0, outage.fromClock() - behind - BEFORE_SAMPLES - startClock);
            long to = Math.min(samples, outage.toClock() + AFTER_SAMPLES - startClock);
            if (from < to) {
                all.add(new Window(from, to));
            }
        }
        all.sort(Comparator.comparingLong(Window::from));
        List<Window> merged = new ArrayList<>();
        for (Window window : all) {
            Window last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || window.from() > last.to()) {
                merged.add(window);
            } else {
                merged.set(merged.size() - 1, new Window(last.from(), Math.max(last.to(), window.to())));
            }
        }
        return merged;
    }
}
