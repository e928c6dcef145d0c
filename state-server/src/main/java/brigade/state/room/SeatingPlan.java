package brigade.state.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who sits in which v1 bucket of the coming song. Made anew by each {@code request_lead}.
 *
 * <p>The leader sits alone in row 1. Behind him the rows grow, row 2 with the fewest, so that few voices carry the
 * rest. Few people make few rows: 1 follower 1 row, 2..3 two, 4..6 three, 7..10 four, more five. Spectators, lines
 * with trouble and newcomers come last; otherwise places rotate: who sat late so far sits early, chance decides among
 * equals.
 */
final class SeatingPlan {
    /** So many late blocks or broken clocks since the last seating put one into the last rows. */
    static final int TROUBLES_MAX = 5;

    private final int number;
    private final int firstSeconds;
    private final int secondSeconds;
    private final int rows;

    private SeatingPlan(int number, int firstSeconds, int rows) {
        this(number, firstSeconds, firstSeconds + RoomLimits.SPACING_SECONDS, rows);
    }

    private SeatingPlan(int number, int firstSeconds, int secondSeconds, int rows) {
        this.number = number;
        this.firstSeconds = firstSeconds;
        this.secondSeconds = secondSeconds;
        this.rows = rows;
    }

    /** Before anybody led: newcomers go where the first follower would sit. */
    static SeatingPlan initial() {
        return ofRows(2);
    }

    /** As a former process left it: {@code rows} in use, row 1 at one spacing. */
    static SeatingPlan ofRows(int rows) {
        return new SeatingPlan(0, RoomLimits.SPACING_SECONDS, rows);
    }

    /** Delay of row 1. */
    int firstSeconds() {
        return firstSeconds;
    }

    /** Rows in use, row 1 included. */
    int rows() {
        return rows;
    }

    /** Delay of {@code row}, counted from 1. */
    int seconds(int row) {
        return row <= 1 ? firstSeconds : secondSeconds + (row - 2) * RoomLimits.SPACING_SECONDS;
    }

    /** Delay of the last row, where newcomers sit. */
    int lastSeconds() {
        return seconds(rows);
    }

    /**
     * Seats everybody anew, for the next song.
     *
     * @param leader takes row 1
     * @param others all the others; the order does not matter
     * @param roundSeconds how long all repeats of a round take, 0 without rounds: everybody sits so much later, since
     *     all hear all repeats
     * @param repeatSeconds length of one repeat, 0 without rounds: no more follow rows than fit into it
     * @param random decides among equals
     */
    SeatingPlan next(Seat leader, List<Seat> others, int roundSeconds, double repeatSeconds, RandomGenerator random) {
        List<Seat> singers = new ArrayList<>();
        for (Seat seat : others) {
            if (!seat.spectator) {
                singers.add(seat);
            }
        }
        int rowsMax = RoomLimits.ROWS_MAX - 1;
        if (repeatSeconds > 0) {
            rowsMax = Math.clamp((int) (repeatSeconds / RoomLimits.SPACING_SECONDS), 1, rowsMax);
        }
        int followRows = followRows(singers.size(), rowsMax);
        SeatingPlan plan = new SeatingPlan(
                number + 1,
                Math.min(roundSeconds, RoomLimits.ROUNDS_MAX_SECONDS) + RoomLimits.SPACING_SECONDS,
                1 + followRows);
        plan.place(leader, 1);
        plan.placeAll(ordered(singers, random), rowSizes(singers.size(), followRows));
        for (Seat seat : others) {
            if (seat.spectator) {
                plan.place(seat, plan.rows);
            }
        }
        return plan;
    }

    /**
     * Seats the v1 singers of a room in which v2 singers sit too: behind all of them.
     *
     * @param leader takes row 1; null when a v2 singer leads
     * @param others all other v1 singers
     * @param leaderSeconds delay of row 1
     * @param behindSeconds delay of the first v1 row behind the v2 singers
     * @param rowsBefore rows of v2 singers, the leader's included
     * @param random decides among equals
     */
    SeatingPlan nextBehind(
            @Nullable Seat leader,
            List<Seat> others,
            int leaderSeconds,
            int behindSeconds,
            int rowsBefore,
            RandomGenerator random) {
        List<Seat> singers = new ArrayList<>();
        for (Seat seat : others) {
            if (!seat.spectator) {
                singers.add(seat);
            }
        }
        int rowsLeft = Math.clamp((long) RoomLimits.ROWS_MAX - rowsBefore, 1, RoomLimits.ROWS_MAX - 1);
        int behind = followRows(singers.size(), rowsLeft);
        SeatingPlan plan = new SeatingPlan(number + 1, leaderSeconds, behindSeconds, 1 + behind);
        if (leader != null) {
            plan.place(leader, 1);
        }
        plan.placeAll(ordered(singers, random), rowSizes(singers.size(), behind));
        for (Seat seat : others) {
            if (seat.spectator) {
                plan.place(seat, plan.rows);
            }
        }
        return plan;
    }

    /** Whether {@code seat} was given by an earlier plan: its owner was away when this one was made. */
    boolean isOutdated(Seat seat) {
        return seat.plan != number;
    }

    /** Seats who was not there when this plan was made: last. A newcomer stays one until the next seating. */
    void placeLast(Seat seat) {
        seat.delaySeconds = lastSeconds();
        seat.plan = number;
    }

    private static List<Seat> ordered(List<Seat> singers, RandomGenerator random) {
        record Ranked(Seat seat, double lateness, long chance) {}
        List<Ranked> ranked = new ArrayList<>(singers.size());
        for (Seat seat : singers) {
            ranked.add(new Ranked(seat, (double) seat.rowSum / Math.max(1, seat.seatings), random.nextLong()));
        }
        ranked.sort(Comparator.<Ranked>comparingInt(r -> r.seat.isTroubled() ? 1 : 0)
                .thenComparingInt(r -> r.seat.isNewcomer() ? 1 : 0)
                .thenComparingDouble(r -> -r.lateness)
                .thenComparingLong(Ranked::chance));
        List<Seat> seats = new ArrayList<>(ranked.size());
        for (Ranked r : ranked) {
            seats.add(r.seat);
        }
        return seats;
    }

    private void placeAll(List<Seat> seats, int[] sizes) {
        int next = 0;
        for (int i = 0; i < sizes.length; i++) {
            for (int n = 0; n < sizes[i]; n++) {
                place(seats.get(next++), i + 2);
            }
        }
    }

    private void place(Seat seat, int row) {
        seat.delaySeconds = seconds(row);
        seat.plan = number;
        seat.take(row);
    }

    /** Smallest number of rows of 1, 2, 3, ... that holds {@code people}; at least 1. */
    static int followRows(int people, int rowsMax) {
        int rows = 1;
        while (rows < rowsMax && rows * (rows + 1) / 2 < people) {
            rows++;
        }
        return rows;
    }

    /** {@code people} over rows in the proportion 1 : 2 : 3 ..., never falling. */
    static int[] rowSizes(int people, int rows) {
        int[] sizes = new int[rows];
        int shares = rows * (rows + 1) / 2;
        int left = people;
        for (int i = 0; i < rows - 1; i++) {
            sizes[i] = people * (i + 1) / shares;
            if (sizes[i] == 0 && people > i) {
                sizes[i] = 1; // no empty row between others
            }
            left -= sizes[i];
        }
        sizes[rows - 1] = left;
        return sizes;
    }
}
