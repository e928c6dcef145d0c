package brigade.stress.choir;

import brigade.stress.load.LoadSecond;
import brigade.stress.load.ProcessReport;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a transport brings back from a run.
 *
 * @param sung every chirp of the plan
 * @param heard all sound that was heard, each distinct stream once, not yet decoded
 * @param mates how members of a bucket compare, in the transport's own terms
 * @param songTrouble what went wrong with the song, in sentences; empty when it went from its start to its end
 * @param disturbed nanosecond times between which a killed process was away: levels are not judged there
 * @param traffic how it went
 */
public record Performance(
        List<Sung> sung,
        List<HeardStream> heard,
        Mates mates,
        List<String> songTrouble,
        List<Span> disturbed,
        Traffic traffic) {
    /** From one moment to another. */
    public record Span(long fromNs, long toNs) {
        boolean overlaps(long from, long to) {
            return from <= toNs && to >= fromNs;
        }
    }

    /**
     * Members of one bucket who must have received the same.
     *
     * @param compared batches that were compared with a mate's
     * @param unequal a sentence for each difference that has no excuse
     */
    public record Mates(long compared, List<String> unequal) {}

    /**
     * What went over the line.
     *
     * @param intended what was to come: answers to requests, or messages of sound
     * @param answered what came
     * @param late how many were late, as {@link Terms#late} says
     * @param unsent requests that could not be sent in time
     * @param testerBehindMs how much the tester itself was behind at worst
     * @param latency microseconds from the planned moment of sending
     * @param errors requests without a whole answer, by kind
     * @param expectedErrors those that a killed process accounts for, by kind
     * @param seconds what came in each second
     * @param elapsedSeconds from the first to the last answer
     * @param processes what the processes used
     * @param terms what counts as what
     */
    public record Traffic(
            long intended,
            long answered,
            long late,
            long unsent,
            double testerBehindMs,
            Histogram latency,
            Map<String, Long> errors,
            Map<String, Long> expectedErrors,
            List<LoadSecond> seconds,
            double elapsedSeconds,
            ProcessReport processes,
            Terms terms) {}

    /**
     * What a protocol's figures mean.
     *
     * @param unit what is counted, in the plural
     * @param late how one of it is late
     * @param seconds that were measured
     * @param singerSeconds singers times that
     */
    public record Terms(String unit, String late, double seconds, double singerSeconds) {}
}
