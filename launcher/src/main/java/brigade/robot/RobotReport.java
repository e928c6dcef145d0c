package brigade.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What happened to a robot, for people and tests. The robot writes; any thread may read, also while it sings. */
public final class RobotReport {
    private final List<String> seats = new ArrayList<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private int exchanges;
    private int late;
    private int restarts;
    private int peopleMax;
    private double slowestMs;
    private double behindMaxMs;
    private long heardUpToSample;
    private long songStartSample;
    private long songEndSample;
    private boolean gaveUp;

    /** An empty one. */
    public RobotReport() {}

    synchronized void seat(double seconds) {
        String seat = String.format(Locale.ROOT, "%.3g s", seconds);
        if (seats.isEmpty() || !seats.getLast().equals(seat)) {
            seats.add(seat);
        }
    }

    synchronized void error(String what) {
        errors.merge(what, 1, Integer::sum);
    }

    synchronized void heard(long upToSample) {
        heardUpToSample = upToSample;
    }

    synchronized void exchange(double ms, double behindMs, boolean wasLate, int peopleHeard) {
        exchanges++;
        late += wasLate ? 1 : 0;
        slowestMs = Math.max(slowestMs, ms);
        behindMaxMs = Math.max(behindMaxMs, behindMs);
        peopleMax = Math.max(peopleMax, peopleHeard);
    }

    synchronized void restart() {
        restarts++;
    }

    synchronized void song(long startSample, long endSample) {
        songStartSample = startSample;
        songEndSample = endSample;
    }

    synchronized void giveUp() {
        gaveUp = true;
    }

    /** Exchanges that were answered 200. */
    public synchronized int exchanges() {
        return exchanges;
    }

    /** Answers that came after their sound was due: a real listener would have heard a gap. */
    public synchronized int late() {
        return late;
    }

    /**
     * Longest time from a tick to the end of its exchange. Over 1,200 ms what is sung comes too late for a bucket that
     * listens 3 s later.
     */
    public synchronized double behindMaxMs() {
        return behindMaxMs;
    }

    /** How often the stream was taken up anew after an error. */
    public synchronized int restarts() {
        return restarts;
    }

    /** What went wrong, and how often. */
    public synchronized Map<String, Integer> errors() {
        return Map.copyOf(errors);
    }

    /** Clock up to which it has heard; 0 before the first answer. */
    public synchronized long heardUpToSample() {
        return heardUpToSample;
    }

    /** Start of the last song; 0 when there was none. */
    public synchronized long songStartSample() {
        return songStartSample;
    }

    /** End of the last song; {@link Long#MAX_VALUE} when it still ran. */
    public synchronized long songEndSample() {
        return songEndSample;
    }

    /** How many people were heard at most, as the server counts them. */
    public synchronized int peopleMax() {
        return peopleMax;
    }

    /** Whether the server stayed away for too long. */
    public synchronized boolean gaveUp() {
        return gaveUp;
    }

    /** The report for a terminal. */
    public synchronized String format(String name, Recording recording) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %d exchanges, slowest %.0f ms, %d late, %d restarts%n",
                name,
                exchanges,
                slowestMs,
                late,
                restarts));
        text.append(String.format("  listened behind: %s; people heard: at most %d%n", seats, peopleMax));
        if (songStartSample > 0) {
            String end = songEndSample == Long.MAX_VALUE ? "still running" : Long.toString(songEndSample);
            text.append(String.format("  song: [%d, %s)%n", songStartSample, end));
        } else {
            text.append(String.format("  song: none%n"));
        }
        for (Recording.Stretch stretch : recording.stretches()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  heard: [%d, %d), %.1f s%n",
                    stretch.fromSample(),
                    stretch.endSample(),
                    stretch.samples() / 48_000.0));
        }
        errors.forEach((what, times) -> text.append(String.format("  error: %s (%d)%n", what, times)));
        if (gaveUp) {
            text.append(String.format("  gave up: no answer for too long%n"));
        }
        return text.toString();
    }
}
