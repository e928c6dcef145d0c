package brigade.launcher.frontdoor;

/** Which shard serves a user who names none: always the same one for one user, and every shard gets its part. */
final class UserSpread {
    private UserSpread() {}

    /**
     * The shard for {@code userId}.
     *
     * @param userId any 64 bits
     * @param shards how many shards there are, at least 1
     * @return 1..shards
     */
    static int shardOf(long userId, int shards) {
        return 1 + (int) Math.unsignedMultiplyHigh(mix(userId), shards);
    }

    /** The finisher of SplitMix64 (David Stafford's variant 13): each input bit changes every output bit half of the time. */
    private static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
