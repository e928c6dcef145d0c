package brigade.stress.choir;

import brigade.stress.choir.ChoirSinger.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the network does to one singer of stream v2. Over a WebSocket nothing is lost for good: a lost packet is sent again
 * by TCP and holds up all behind it, so loss is a delay. A singer who is away has no connection. Follows from the plan
 * alone; one thread.
 */
final class V2Link {
    private static final long MS = 1_000_000L;
    private static final long TURN_NS = 600 * MS;

    /** TCP's shortest wait before it sends again (Linux), without the way there and back. */
    private static final int RESEND_MS = 200;

    private final ChoirSettings.Network network;
    private final Random random;
    private final List<Performance.Span> away = new ArrayList<>();
    private final int[][] awayTurns;
    private int placedTurns;
    private long lastArrivalNs = Long.MIN_VALUE;

    V2Link(ChoirSettings settings, ChoirSinger singer) {
        network = settings.network();
        random = new Random(settings.seed() * 31 + singer.index());
        List<int[]> spans = new ArrayList<>();
        for (int turn = 0; turn < singer.turns().size(); turn++) {
            if (singer.turns().get(turn).fate() == Fate.AWAY) {
                int from = turn;
                while (turn < singer.turns().size() && singer.turns().get(turn).fate() == Fate.AWAY) {
                    turn++;
                }
                spans.add(new int[] {from, turn});
            }
        }
        awayTurns = spans.toArray(new int[0][]);
    }

    /** The gathering begins: who joins before the song does so counted from here. */
    void gathers(long beginNs) {
        place(0, ChoirPlan.START_TURN, beginNs);
    }

    /** The song begins: all else that happens is counted from here. */
    void sings(long songStartNs) {
        place(placedTurns, Integer.MAX_VALUE, songStartNs - ChoirPlan.START_TURN * TURN_NS);
    }

    private void place(int fromTurn, int endTurn, long originNs) {
        for (int[] span : awayTurns) {
            if (span[1] > fromTurn && span[0] < endTurn) {
                long from = originNs + Math.max(span[0], fromTurn) * TURN_NS;
                // Beyond the turns that are placed by now: until the song tells more.
                long end = span[1] >= endTurn ? Long.MAX_VALUE : originNs + span[1] * TURN_NS;
                away.removeIf(known -> known.toNs() == Long.MAX_VALUE);
                away.add(new Performance.Span(from, end));
            }
        }
        placedTurns = endTurn;
    }

    /** Until when he is away, seen at {@code nowNs}; {@code nowNs} when he is not. */
    long awayUntilNs(long nowNs) {
        for (Performance.Span span : away) {
            if (nowNs >= span.fromNs() && nowNs < span.toNs()) {
                return span.toNs();
            }
        }
        return nowNs;
    }

    /** Whether he is away at some time from one moment to another. */
    boolean isAwayWithin(long fromNs, long toNs) {
        return away.stream().anyMatch(span -> span.overlaps(fromNs, toNs));
    }

    /** What a client's buffer has to bear, beyond what it bears on a perfect line. */
    int bufferMs() {
        return network.rttMs() / 2 + network.jitterMs();
    }

    /** When a message that is sent at {@code nowNs} gets through, never before those sent earlier. */
    long arrivalNs(long nowNs) {
        long delayMs = network.rttMs() / 2L + (network.jitterMs() == 0 ? 0 : random.nextInt(network.jitterMs() + 1));
        // Half of the losses are on the way down, where they cost a client nothing that others hear.
        if (random.nextDouble() < network.lossShare() / 2) {
            delayMs += Math.max(RESEND_MS, network.rttMs());
        }
        lastArrivalNs = Math.max(lastArrivalNs, nowNs + delayMs * MS);
        return lastArrivalNs;
    }
}
