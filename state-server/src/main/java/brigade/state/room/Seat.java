package brigade.state.room;

/** Where one singer was asked to sit, and what decides where he sits next. Owned by his {@link Singer}. */
final class Seat {
    /** Delay he was asked to keep, in seconds; what he does keep is {@link Singer#delaySamples}. */
    int delaySeconds;

    /** Number of the plan that gave it. */
    int plan;

    /** Bucket in the last seating, 1 = leader; 0 when he was not there yet: a newcomer. */
    int row;

    /** Sum of rows over all seatings, and their number: who sat late so far sits earlier next. */
    int rowSum;

    int seatings;

    /** Late blocks and broken clocks since the last seating. */
    int troubles;

    /** Only listens; sits in the last row. */
    boolean spectator;

    /** Takes {@code row} in a new seating. */
    void take(int newRow) {
        row = newRow;
        rowSum += newRow;
        seatings++;
        troubles = 0;
    }

    /** Whether he has never been seated by a plan. */
    boolean isNewcomer() {
        return row == 0;
    }

    /** Whether his line made so much trouble that others should not depend on him. */
    boolean isTroubled() {
        return troubles >= SeatingPlan.TROUBLES_MAX;
    }
}
