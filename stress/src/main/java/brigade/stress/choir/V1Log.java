package brigade.stress.choir;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What came of each turn of everybody. Each singer's thread enters his own turns; read when all are done. Equal answers
 * of a bucket's members to one turn are kept once.
 */
final class V1Log {
    /** Not sent. */
    static final Entry NOTHING = new Entry(Outcome.NOT_SENT, 0, 0, 0, null, false, false);

    /** What came of a turn. */
    enum Outcome {
        NOT_SENT,
        FAILED,
        ANSWERED
    }

    /** Sound as it was received, a packet bundle; the same object for the same bytes. */
    static final class Packets {
        private final int id;
        private final byte[] bytes;

        Packets(int id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        /** Unique in the log. */
        int id() {
            return id;
        }

        /** The bundle; not to be changed. */
        byte[] bytes() {
            return bytes;
        }
    }

    /**
     * One turn.
     *
     * @param fromNs when it was sent first
     * @param takenNs when it was answered first
     * @param doneNs when it was answered for good: later when the first answer was lost
     * @param packets what was heard; null without an answer
     * @param anew whether it began the stream anew, on both sides
     * @param again whether it was asked twice, so that the encoder saw its sound twice
     */
    record Entry(
            Outcome outcome,
            long fromNs,
            long takenNs,
            long doneNs,
            @Nullable Packets packets,
            boolean anew,
            boolean again) {
        boolean isAnswered() {
            return outcome == Outcome.ANSWERED;
        }
    }

    private record Key(int bucket, int turn, ByteBuffer bytes) {}

    private final ConcurrentHashMap<Key, Packets> kept = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Entry[]> entries = new ArrayList<>();

    V1Log(ChoirPlan plan) {
        for (ChoirSinger singer : plan.singers()) {
            Entry[] turns = new Entry[singer.turns().size()];
            java.util.Arrays.fill(turns, NOTHING);
            entries.add(turns);
        }
    }

    /** The one copy of what a member of that bucket received in that turn; any thread. */
    Packets keep(int bucket, int turn, byte[] bytes) {
        return kept.computeIfAbsent(
                new Key(bucket, turn, ByteBuffer.wrap(bytes)), _ -> new Packets(ids.incrementAndGet(), bytes));
    }

    /** Enters a singer's turn; his thread only. */
    void enter(ChoirSinger singer, int turn, Entry entry) {
        entries.get(singer.index())[turn] = entry;
    }

    /** A singer's turn; {@link #NOTHING} when there is no such turn. */
    Entry entry(ChoirSinger singer, int turn) {
        Entry[] turns = entries.get(singer.index());
        return turn >= 0 && turn < turns.length ? turns[turn] : NOTHING;
    }
}
