package brigade.robot;

import brigade.client.MixCounts;
import brigade.client.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What happened to a robot of stream v2, for people and tests. The robot writes; any thread may read, also while it sings. */
public final class StreamReport {
    private final List<Seat> seats = new ArrayList<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final List<String> heardStates = new ArrayList<>();
    private int correctedMs;
    private int connections;
    private int losses;
    private int peopleMax;
    private double rttMs;
    private long frames;
    private long lateFrames;
    private long gaps;
    private long skips;
    private long heardUpToSample;
    private long songStartSample;
    private long songEndSample;
    private String ended = "";

    /** An empty one. */
    public StreamReport() {}

    synchronized void seat(Seat seat) {
        if (seats.isEmpty() || !seats.getLast().equals(seat)) {
            seats.add(seat);
        }
    }

    synchronized void connected() {
        connections++;
    }

    synchronized void lost() {
        losses++;
    }

    synchronized void error(String what) {
        errors.merge(what, 1, Integer::sum);
    }

    synchronized void heardState(String state) {
        if (heardStates.isEmpty() || !heardStates.getLast().equals(state)) {
            heardStates.add(state);
        }
    }

    synchronized void corrected(int offsetMs) {
        correctedMs += offsetMs;
    }

    /** Corrections of its timing that it was offered, accepted and did not undo, ms. */
    public synchronized int correctedMs() {
        return correctedMs;
    }

    synchronized void block(long heardUpTo, MixCounts counts, double newRttMs, int people) {
        heardUpToSample = heardUpTo;
        frames = counts.frames();
        lateFrames = counts.lateFrames();
        gaps = counts.gaps();
        skips = counts.skips();
        rttMs = newRttMs;
        peopleMax = Math.max(peopleMax, people);
    }

    synchronized void song(long startSample, long endSample) {
        songStartSample = startSample;
        songEndSample = endSample;
    }

    synchronized void ended(String why) {
        ended = why;
    }

    /** Where the server put it, in order. */
    public synchronized List<Seat> seats() {
        return List.copyOf(seats);
    }

    /** What went wrong, and how often. */
    public synchronized Map<String, Integer> errors() {
        return Map.copyOf(errors);
    }

    /** What the server said about how it is heard, in order. */
    public synchronized List<String> heardStates() {
        return List.copyOf(heardStates);
    }

    /** How often it was welcomed: once, and once more for each lost connection. */
    public synchronized int connections() {
        return connections;
    }

    /** How often its connection was lost. */
    public synchronized int losses() {
        return losses;
    }

    /** Latest round trip to the server, ms; 0 before the first. */
    public synchronized double rttMs() {
        return rttMs;
    }

    /** Frames that came, and of these the ones that came too late to be played whole. */
    public synchronized long frames() {
        return frames;
    }

    /** Frames that came too late to be played whole. */
    public synchronized long lateFrames() {
        return lateFrames;
    }

    /** How often packets were missing within a stream. */
    public synchronized long gaps() {
        return gaps;
    }

    /** How often it was so late itself that it left something out. */
    public synchronized long skips() {
        return skips;
    }

    /** Clock up to which it has heard; 0 before. */
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

    /** Why it ended; empty while it goes on. */
    public synchronized String ended() {
        return ended;
    }

    /** The report for a terminal. */
    public synchronized String format(String name, Recording recording) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %d frames, %d late, %d gaps, %d skips; rtt %.1f ms; %d connections%n",
                name,
                frames,
                lateFrames,
                gaps,
                skips,
                rttMs,
                connections));
        for (Seat seat : seats) {
            text.append(String.format(
                    Locale.ROOT,
                    "  seat: row %d, %.2f s behind, rows %.2f s apart %s%n",
                    seat.bucket(),
                    seat.delaySamples() / 48_000.0,
                    seat.spacingSamples() / 48_000.0,
                    seat.why()));
        }
        text.append(String.format("  people: at most %d; heard: %s%n", peopleMax, heardStates));
        if (songStartSample > 0) {
            String end = songEndSample == Long.MAX_VALUE ? "still running" : Long.toString(songEndSample);
            text.append(String.format("  song: [%d, %s)%n", songStartSample, end));
        } else {
            text.append(String.format("  song: none%n"));
        }
        for (Recording.Stretch stretch : recording.stretches()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  played: [%d, %d), %.1f s%n",
                    stretch.fromSample(),
                    stretch.endSample(),
                    stretch.samples() / 48_000.0));
        }
        errors.forEach((what, times) -> text.append(String.format("  error: %s (%d)%n", what, times)));
        return text.toString();
    }

    /** The report for programs. */
    public synchronized String toJson(String name) {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("name", name)
                .put("frames", frames)
                .put("lateFrames", lateFrames)
                .put("gaps", gaps)
                .put("skips", skips)
                .put("rttMs", rttMs)
                .put("correctedMs", correctedMs)
                .put("connections", connections)
                .put("losses", losses)
                .put("peopleMax", peopleMax)
                .put("songStartClock", songStartSample)
                .put("songEndClock", songEndSample == Long.MAX_VALUE ? 0 : songEndSample)
                .put("heardUpToClock", heardUpToSample)
                .put("ended", ended);
        for (Seat seat : seats) {
            json.withArray("seats")
                    .addObject()
                    .put("bucket", seat.bucket())
                    .put("delaySamples", seat.delaySamples())
                    .put("spacingSamples", seat.spacingSamples())
                    .put("fromClock", seat.fromClock())
                    .put("why", seat.why());
        }
        heardStates.forEach(json.withArray("heard")::add);
        errors.forEach(json.withObject("errors")::put);
        return json.toPrettyString();
    }
}
