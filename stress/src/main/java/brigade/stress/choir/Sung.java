package brigade.stress.choir;

import java.util.List;

/**
 * A chirp as it was sent, told by a transport.
 *
 * @param burst the chirp of the plan
 * @param bucket its singer's
 * @param clock of its first sample, where the singer meant it
 * @param fact what is known of its way to the server
 * @param fromNs not taken by the server before
 * @param byNs taken by the server by then, when it is {@link Fact#TAKEN}
 * @param whole whether all that belongs to it was taken, the codec's tail and the time for which the voice counts as
 *     sounding included
 * @param ringLevel amplitude in the server's ring, the leader's gain included
 * @param loudBlocks numbers of the blocks of 960 samples, counted from clock 0, in which the voice sounds by itself
 */
public record Sung(
        Burst burst,
        int bucket,
        long clock,
        Fact fact,
        long fromNs,
        long byNs,
        boolean whole,
        double ringLevel,
        List<Long> loudBlocks) {
    /** What is known. */
    public enum Fact {
        /** The server said that it took it. */
        TAKEN,
        /** It was sent, and no answer came. */
        UNKNOWN,
        /** It was never sent. */
        NOT_SENT
    }

    /** Copies the list. */
    public Sung {
        loudBlocks = List.copyOf(loudBlocks);
    }

    /** Whether sound that is mixed from {@code mixedFromNs} on must have it. */
    boolean isSurelyBefore(long mixedFromNs) {
        return fact == Fact.TAKEN && byNs < mixedFromNs;
    }

    /** Whether sound that was mixed by {@code mixedByNs} cannot have it. */
    boolean isSurelyAfter(long mixedByNs) {
        return fact == Fact.NOT_SENT || fromNs > mixedByNs;
    }
}
