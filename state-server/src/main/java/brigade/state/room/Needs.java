package brigade.state.room;

import java.util.Arrays;
import java.util.List;

/** What the singers of a room need together, from what each one's {@link NeedMeter} says. */
final class Needs {
    /** Added to what most singers need: 60 ms. */
    static final long MARGIN_SAMPLES = 2_880;

    /** Nothing was measured of anybody. */
    static final long UNKNOWN = -1;

    private Needs() {}

    /** Spacing for those of {@code people} who sing here: their 95th percentile and a margin, on the grid, in its limits; or {@link #UNKNOWN}. */
    static long spacingSamples(List<Person> people) {
        long[] needs = new long[people.size()];
        int count = 0;
        for (Person person : people) {
            long need = person.need.needSamples();
            if (person.isHere() && person.sings() && need != NeedMeter.UNKNOWN) {
                needs[count++] = need;
            }
        }
        if (count == 0) {
            return UNKNOWN;
        }
        Arrays.sort(needs, 0, count);
        long needed = Stage.upToGrid(needs[NeedMeter.percentile95(count)] + MARGIN_SAMPLES);
        return Math.clamp(needed, StageSeats.SPACING_MIN_SAMPLES, StageSeats.SPACING_MAX_SAMPLES);
    }

    /** What the slowest of those who sing here needs, with a margin; 0 when nothing was measured. */
    static long slowestSamples(List<Person> people) {
        long slowest = 0;
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get(i);
            long need = person.need.needSamples();
            if (person.isHere() && person.sings() && need != NeedMeter.UNKNOWN) {
                slowest = Math.max(slowest, need + MARGIN_SAMPLES);
            }
        }
        return slowest;
    }
}
