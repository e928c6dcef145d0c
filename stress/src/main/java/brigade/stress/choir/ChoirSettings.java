package brigade.stress.choir;

/**
 * What is asked of a choir run. The plan follows from it and from nothing else.
 *
 * @param seed decides all that is left to chance
 * @param singers the leader included
 * @param buckets that sing, the leader's included; a silent listener sits behind the last one
 * @param seconds of singing; whole rounds of the slot plan are sung, as many as fit
 * @param network what happens between singers and server
 */
public record ChoirSettings(long seed, int singers, int buckets, int seconds, Network network) {
    /** Singers of one run, at most. */
    public static final int SINGERS_MAX = 1_500;

    /** v1 has six rows at most. */
    public static final int BUCKETS_MAX = 6;

    private static final int SECONDS_MAX = 900;

    /**
     * What happens between singers and server.
     *
     * @param lossShare of the batches that are lost, 0..0.5: half of them on their way up, of the others the answer
     * @param jitterMs each way takes up to so much longer, 0..2,000
     * @param rttMs the way there and back, 0..4,000
     * @param skewPpm singers' clocks are off by up to so much, 0..2,000
     * @param stalls how many singers stop once
     * @param stallSeconds for how long, 1..30
     * @param storms how often half of the singers lose their connection and come back at the same moment
     * @param joinPerSecond singers join at this rate; 0 for all at the start
     */
    public record Network(
            double lossShare,
            int jitterMs,
            int rttMs,
            int skewPpm,
            int stalls,
            int stallSeconds,
            int storms,
            double joinPerSecond) {
        /** Nothing happens. */
        public static final Network PERFECT = new Network(0, 0, 0, 0, 0, 4, 0, 0);

        /** Refuses what is out of range, with a line for people. */
        public Network {
            require(lossShare >= 0 && lossShare <= 0.5, "--loss must be 0..50%");
            require(jitterMs >= 0 && jitterMs <= 2_000, "--jitter-ms must be 0..2000");
            require(rttMs >= 0 && rttMs <= 4_000, "--rtt-ms must be 0..4000");
            require(skewPpm >= 0 && skewPpm <= 2_000, "--skew-ppm must be 0..2000");
            require(stalls >= 0, "--stall must not be below 0");
            require(stallSeconds >= 1 && stallSeconds <= 30, "--stall-seconds must be 1..30");
            require(storms >= 0 && storms <= 100, "--storm must be 0..100");
            require(joinPerSecond >= 0 && joinPerSecond <= 10_000, "--join-burst must be 0..10000 a second");
        }
    }

    /** Refuses what is out of range, with a line for people. */
    public ChoirSettings {
        require(buckets >= 2 && buckets <= BUCKETS_MAX, "--buckets must be 2.." + BUCKETS_MAX + ", got " + buckets);
        require(
                singers >= buckets && singers <= SINGERS_MAX,
                "--singers must be " + buckets + " (--buckets) .." + SINGERS_MAX + ", got " + singers);
        int secondsMin = (int) Math.ceil(SlotPlan.roundSeconds(singers));
        require(
                seconds >= secondsMin && seconds <= SECONDS_MAX,
                "--seconds must be " + secondsMin + ".." + SECONDS_MAX + ", so that each of " + singers
                        + " singers has a slot; got " + seconds);
        require(
                network.stalls() < singers,
                "--stall must be below --singers, since the leader does not stop; got " + network.stalls());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
