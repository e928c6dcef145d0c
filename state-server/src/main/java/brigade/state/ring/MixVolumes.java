package brigade.state.ring;

/** The volumes of a room as capped factors. Agent thread only. */
final class MixVolumes {
    /** {@code sqrt(3 / (n + 2))} for n voices. */
    private static final float[] CROWD = new float[1025];

    static {
        for (int voices = 0; voices < CROWD.length; voices++) {
            CROWD[voices] = (float) Math.sqrt(3.0 / (voices + 2));
        }
    }

    private float room = 1;
    private float backing = 1;
    private float leader = 1;
    private float others = 1;
    private boolean crowdScaling = true;

    void room(double fader) {
        if (!Double.isNaN(fader)) {
            room = Levels.fader(fader, Levels.ROOM_MAX);
        }
    }

    void backing(double fader) {
        if (!Double.isNaN(fader)) {
            backing = Levels.fader(fader, Levels.ROOM_MAX);
        }
    }

    /** Faders of the leader's voice and of everybody else's; what is sung from now on has them. */
    void voices(double leaderFader, double othersFader) {
        leader = Levels.fader(leaderFader, Levels.ROOM_MAX);
        others = Levels.fader(othersFader, Levels.ROOM_MAX);
    }

    /** The leader's, or that of everybody else. */
    float voice(boolean leads) {
        return leads ? leader : others;
    }

    void crowdScaling(boolean on) {
        crowdScaling = on;
    }

    /** The room's volume as a factor, for clients whose faders run by another curve; capped alike. */
    void roomFactor(double factor) {
        room = Levels.factor(factor, Levels.ROOM_MAX);
    }

    /** The backing's volume as a factor. */
    void backingFactor(double factor) {
        backing = Levels.factor(factor, Levels.ROOM_MAX);
    }

    /** All of them in a move of {@link RingMoves#VOLUMES}. */
    void tell(MixRings rings) {
        rings.moved(
                RingMoves.VOLUMES, RingMoves.pair(room, backing), RingMoves.pair(leader, others), crowdScaling ? 1 : 0);
    }

    /** Becomes what {@link #tell} told. */
    void restore(long roomAndBacking, long leaderAndOthers, long scaling) {
        room = RingMoves.high(roomAndBacking);
        backing = RingMoves.low(roomAndBacking);
        leader = RingMoves.high(leaderAndOthers);
        others = RingMoves.low(leaderAndOthers);
        crowdScaling = scaling != 0;
    }

    float room() {
        return room;
    }

    float backing() {
        return backing;
    }

    /** What {@code voices} at a time are turned down by. */
    float crowd(int voices) {
        return crowdScaling ? CROWD[Math.max(0, Math.min(voices, CROWD.length - 1))] : 1;
    }

    /** The same for a mean of voices. */
    float crowd(float voices) {
        return crowdScaling ? (float) Math.sqrt(3 / (voices + 2)) : 1;
    }
}
