package brigade.shard.stream;

/** How many of something somebody may do: so many at once, so many a second. One thread at a time. */
final class TokenBucket {
    private static final double NS_PER_SECOND = 1e9;

    private final double perSecond;
    private final double burst;
    private double tokens;
    private long lastNs;

    /** Full at {@code nowNs}. */
    TokenBucket(double perSecond, double burst, long nowNs) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.lastNs = nowNs;
    }

    /** Takes one if there is one. */
    boolean take(long nowNs) {
        tokens = Math.min(burst, tokens + (nowNs - lastNs) / NS_PER_SECOND * perSecond);
        lastNs = nowNs;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
