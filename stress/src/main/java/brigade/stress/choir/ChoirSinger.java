package brigade.stress.choir;

import java.util.List;

/**
 * One singer of the plan and what the network does to him.
 *
 * @param index from 0, the leader; people count from 1
 * @param bucket from 1
 * @param sings whether he has slots; the listener has none
 * @param phaseMs how much later than the others of his bucket he does everything
 * @param skewPpm how much slower his clock is
 * @param turns what happens in each of his turns of 600 ms
 */
public record ChoirSinger(int index, int bucket, boolean sings, int phaseMs, double skewPpm, List<Turn> turns) {
    /** What happens to a turn. */
    public enum Fate {
        /** It gets through. */
        SENT,
        /** It never arrives; the client connects anew for the next one, as old clients do. */
        REQUEST_LOST,
        /** It arrives, its answer does not; the client asks the same again. */
        ANSWER_LOST,
        /** He is not there. */
        AWAY
    }

    /**
     * One turn.
     *
     * @param fate what happens to it
     * @param upMs how long it is on its way up
     * @param downMs how long its answer is on its way down
     */
    public record Turn(Fate fate, int upMs, int downMs) {}

    /** Copies the list. */
    public ChoirSinger {
        turns = List.copyOf(turns);
    }

    /** What people call him. */
    public String name() {
        return sings ? "singer " + (index + 1) : "the listener";
    }
}
