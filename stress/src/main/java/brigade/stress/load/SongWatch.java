package brigade.stress.load;

import brigade.audio.AudioFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks at the song clocks in answers, so that a song that ends or changes in the middle of a run is told as that. Any
 * thread.
 */
public final class SongWatch {
    private static final long ABORTED_CLOCK = 1;

    private long start;
    private long confirmedNs = Long.MAX_VALUE;
    private long stopNs = Long.MAX_VALUE;
    private final List<String> trouble = new ArrayList<>();

    /** Nothing is known yet. */
    public SongWatch() {}

    /** The song runs since {@code startClock}; answers to what is sent after {@code nowNs} must agree. */
    public synchronized void started(long startClock, long nowNs) {
        start = startClock;
        confirmedNs = nowNs;
    }

    /** Whether {@link #started} was called. */
    public synchronized boolean isStarted() {
        return confirmedNs != Long.MAX_VALUE;
    }

    /** From now on the song may end. */
    public synchronized void stops(long nowNs) {
        stopNs = nowNs;
    }

    /**
     * Clocks of an answer.
     *
     * @param startClock {@code song_start_clock}
     * @param endClock {@code song_end_clock}: 0 while it runs, 1 when it was aborted
     * @param second of the song, for people
     */
    public synchronized void saw(long startClock, long endClock, long sentNs, long doneNs, double second) {
        if (sentNs < confirmedNs || doneNs > stopNs || !trouble.isEmpty()) {
            return;
        }
        if (endClock == ABORTED_CLOCK) {
            tell("the song was aborted", second);
        } else if (startClock == 0) {
            tell("the server has forgotten the song", second);
        } else if (startClock != start) {
            double later = (double) (startClock - start) / AudioFormat.SAMPLE_RATE_HZ;
            tell(
                    String.format(Locale.ROOT, "another song, which starts %.1f s later, has taken its place", later),
                    second);
        } else if (endClock != 0) {
            double length = (double) (endClock - startClock) / AudioFormat.SAMPLE_RATE_HZ;
            tell(String.format(Locale.ROOT, "the song ended after %.1f s", length), second);
        }
    }

    private void tell(String what, double second) {
        trouble.add(String.format(Locale.ROOT, "%s in the middle of the run (%.1f s after its start)", what, second));
    }

    /** What went wrong, in sentences; at most one. */
    public synchronized List<String> trouble() {
        return List.copyOf(trouble);
    }
}
