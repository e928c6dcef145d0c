package brigade.stress.choir;

/** How loud a protocol's listeners hear a voice of amplitude 1 in the ring (design/engine.md, "Levels"). */
public interface LevelRule {
    /**
     * Target of the gain of a chirp.
     *
     * @param leader whether the leader sings it
     * @param sounding how many voices sound
     */
    double target(boolean leader, int sounding);
}
