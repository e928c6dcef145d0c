package brigade.launcher.frontdoor;

/** Where a request goes. */
sealed interface Route {
    /** Not for a shard: the page, the health, or nothing at all. */
    record Page() implements Route {}

    /**
     * To a shard.
     *
     * @param shard 1..number of shards
     */
    record ToShard(int shard) implements Route {}

    /**
     * Nowhere.
     *
     * @param status HTTP status
     * @param message one line of ASCII for people
     */
    record Refused(int status, String message) implements Route {}
}
