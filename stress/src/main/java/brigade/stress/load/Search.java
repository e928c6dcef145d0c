package brigade.stress.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the largest number of singers at which a promise holds: grows by half until it breaks, then halves the gap
 * until it is a twentieth. A number counts as too many when it broke the promise twice running. One thread.
 */
public final class Search {
    private static final double GROWTH = 1.5;
    private static final double GAP = 1.05;

    private final Promise promise;
    private final int from;
    private final int max;
    private final List<Trial> trials = new ArrayList<>();
    private @Nullable Trial good;
    private @Nullable Trial bad;
    private int brokenOnce;

    /**
     * Begins.
     *
     * @param from the first number tried
     * @param max never more than this
     */
    public Search(Promise promise, int from, int max) {
        this.promise = promise;
        this.from = from;
        this.max = max;
    }

    /** The number to try now; 0 when the answer is known. */
    public int next() {
        if (brokenOnce > 0) {
            return brokenOnce;
        }
        Trial highest = good;
        Trial lowest = bad;
        if (highest == null) {
            return lowest == null ? from : 0;
        }
        int low = highest.singers();
        if (lowest == null) {
            return low == max ? 0 : Math.min(max, Math.max(low + 1, (int) (low * GROWTH)));
        }
        int middle = (low + lowest.singers()) / 2;
        return middle == low || lowest.singers() <= low * GAP ? 0 : middle;
    }

    /** Judges the trial of {@link #next}'s number. */
    public Trial tried(LoadResult result) {
        Trial trial = new Trial(result.plan().singers(), result, promise.brokenBy(result));
        trials.add(trial);
        if (trial.held()) {
            good = trial;
            brokenOnce = 0;
        } else if (brokenOnce == trial.singers()) {
            bad = trial;
            brokenOnce = 0;
        } else {
            brokenOnce = trial.singers();
        }
        return trial;
    }

    /** All trials in order. */
    public List<Trial> trials() {
        return List.copyOf(trials);
    }

    /** The trial with the largest number at which the promise held; null when there is none. */
    public @Nullable Trial good() {
        return good;
    }

    /** The largest number at which the promise held; 0 for none. */
    public int lastGood() {
        Trial highest = good;
        return highest == null ? 0 : highest.singers();
    }

    /** What was short when the promise broke, or at the largest number when it never did. */
    public String bottleneck() {
        Trial shown = bad != null ? bad : good;
        return shown == null ? "unknown" : shown.result().processes().bottleneck();
    }
}
