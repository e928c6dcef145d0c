package brigade.stress.choir;

import brigade.stress.load.ProcessReport;
import java.util.List;

/**
 * What recording costs the servers, out of one run of one stack in which it was off and on in turn.
 *
 * @param turns each with the cores that all servers used in it
 * @param switched how often the room's recording was switched, as the room told
 */
public record RecordingCost(List<Turn> turns, int switched) {
    /** More than that is broken: 5 %. */
    public static final double MAX_SHARE = 0.05;

    /** Fewer singers say little: what a recording needs once is shared by few. */
    public static final int SINGERS_MIN = 100;

    /** So long after a switch it is not measured: journals and encoders begin, or end. */
    private static final double SETTLE_SECONDS = 4;

    /**
     * A part of the run.
     *
     * @param fromSecond of the run's watch
     * @param cores used by all servers in the mean
     */
    public record Turn(boolean recorded, double fromSecond, double toSecond, double cores) {}

    /** Copies what it is given. */
    public RecordingCost {
        turns = List.copyOf(turns);
    }

    /** Looks the turns' cores up. */
    static Turn measured(boolean recorded, double fromSecond, double toSecond, ProcessReport processes) {
        double from = fromSecond + SETTLE_SECONDS;
        return new Turn(recorded, from, toSecond, processes.serversCores(from, toSecond));
    }

    /** Cores in the mean of those turns. */
    public double cores(boolean recorded) {
        return turns.stream()
                .filter(turn -> turn.recorded() == recorded)
                .mapToDouble(Turn::cores)
                .average()
                .orElse(0);
    }

    /** How much more with recording than without; 0.03 is 3 %. */
    public double share() {
        return cores(false) == 0 ? 0 : cores(true) / cores(false) - 1;
    }
}
