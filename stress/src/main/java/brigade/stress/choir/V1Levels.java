package brigade.stress.choir;

/** Levels of v1: {@code sqrt(3 / (n + 2)) * 1.2}, the leader scaled with all others. */
final class V1Levels implements LevelRule {
    private static final double MIX = 1.2;

    @Override
    public double target(boolean leader, double sounding) {
        return MIX * Math.sqrt(3.0 / (sounding + 2));
    }
}
