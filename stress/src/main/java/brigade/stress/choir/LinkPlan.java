package brigade.stress.choir;

import brigade.stress.choir.ChoirSinger.Fate;
import brigade.stress.choir.ChoirSinger.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Decides what the network does to everybody. One thread, while a plan is made.
 *
 * <p>The leader and the listener are there from the start to the end, since without them there is no song, or nobody to
 * hear the last row; loss and delay hit them like all others, but not before the song has started.
 */
final class LinkPlan {
    private static final double TURN_SECONDS = 0.6;
    private static final double STORM_SHARE = 0.5;

    /** Turns that a storm takes away. */
    private static final int STORM_TURNS = 2;

    /** All who come back from a storm send at the same moment: when the last one of them is due by his phase. */
    private static final int STORM_PHASE_MS = 500;

    private final ChoirSettings settings;
    private final ChoirSettings.Network network;
    private final Map<Integer, Integer> stallTurns = new HashMap<>();
    private final Map<Integer, Integer> joinTurns = new HashMap<>();
    private final List<Integer> stormTurns = new ArrayList<>();
    private final List<Set<Integer>> stormSingers = new ArrayList<>();

    LinkPlan(ChoirSettings settings, int batches, Random random) {
        this.settings = settings;
        network = settings.network();
        List<Integer> followers = new ArrayList<>();
        for (int singer = 1; singer < settings.singers(); singer++) {
            followers.add(singer);
        }
        Collections.shuffle(followers, random);
        for (int i = 0; i < network.stalls(); i++) {
            stallTurns.put(followers.get(i), ChoirPlan.START_TURN + 1 + random.nextInt(batches));
        }
        if (network.joinPerSecond() > 0) {
            Collections.shuffle(followers, random);
            for (int place = 0; place < followers.size(); place++) {
                double second = (place + 1) / network.joinPerSecond();
                joinTurns.put(followers.get(place), (int) (second / TURN_SECONDS));
            }
        }
        for (int storm = 0; storm < network.storms(); storm++) {
            stormTurns.add(ChoirPlan.START_TURN + 1 + (storm + 1) * batches / (network.storms() + 1));
            Collections.shuffle(followers, random);
            int hit = (int) Math.ceil(STORM_SHARE * followers.size());
            stormSingers.add(new HashSet<>(followers.subList(0, hit)));
        }
    }

    /** What happens in each of a singer's turns. */
    List<Turn> turns(int singer, int phaseMs, int turns, Random random) {
        List<Turn> list = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            int upMs = network.rttMs() / 2 + jitterMs(random);
            int downMs = network.rttMs() - network.rttMs() / 2 + jitterMs(random);
            // Drawn in any case, so that a singer who is away does not shift what happens to the others.
            boolean lost = random.nextDouble() < network.lossShare();
            boolean up = random.nextBoolean();
            Fate fate = Fate.SENT;
            if (isAway(singer, turn)) {
                fate = Fate.AWAY;
            } else if (lost && turn > ChoirPlan.START_TURN) {
                fate = up ? Fate.REQUEST_LOST : Fate.ANSWER_LOST;
            }
            if (isBackFromStorm(singer, turn)) {
                upMs += STORM_PHASE_MS - phaseMs;
            }
            list.add(new Turn(fate, upMs, downMs));
        }
        return list;
    }

    private int jitterMs(Random random) {
        return network.jitterMs() == 0 ? 0 : random.nextInt(network.jitterMs() + 1);
    }

    private boolean isAway(int singer, int turn) {
        if (singer == 0 || singer == settings.singers()) {
            return false;
        }
        int stall = stallTurns.getOrDefault(singer, Integer.MAX_VALUE);
        int stallLength = (int) Math.ceil(network.stallSeconds() / TURN_SECONDS);
        return turn < joinTurns.getOrDefault(singer, 0)
                || (turn >= stall && turn - stall < stallLength)
                || isInStorm(singer, turn);
    }

    private boolean isInStorm(int singer, int turn) {
        for (int storm = 0; storm < stormTurns.size(); storm++) {
            int from = stormTurns.get(storm);
            if (stormSingers.get(storm).contains(singer) && turn >= from && turn < from + STORM_TURNS) {
                return true;
            }
        }
        return false;
    }

    private boolean isBackFromStorm(int singer, int turn) {
        return turn > 0 && isInStorm(singer, turn - 1) && !isInStorm(singer, turn);
    }
}
