package brigade.state.room;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What was written in a {@link MixedSimulation}, by the second in which it begins. */
final class WrittenBook {
    private static final long PAGE_SAMPLES = 48_000;

    private final TreeMap<Long, List<MixedSimulation.Written>> pages = new TreeMap<>();

    void add(MixedSimulation.Written written) {
        if (written.end() - written.start() > PAGE_SAMPLES) {
            throw new AssertionError("longer than a second: " + written);
        }
        pages.computeIfAbsent(Math.floorDiv(written.start(), PAGE_SAMPLES), page -> new ArrayList<>())
                .add(written);
    }

    /** All that has a part in {@code [from, to)}, and perhaps more beside it. */
    void near(long from, long to, Consumer<MixedSimulation.Written> action) {
        long first = Math.floorDiv(from, PAGE_SAMPLES) - 1;
        long last = Math.floorDiv(to, PAGE_SAMPLES);
        pages.subMap(first, true, last, true).values().forEach(page -> page.forEach(action));
    }

    /** Forgets what ended before {@code sample}. */
    void forgetBefore(long sample) {
        pages.headMap(Math.floorDiv(sample, PAGE_SAMPLES) - 1).clear();
    }
}
