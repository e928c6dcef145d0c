package brigade.shard;

/** The one class of this process that reads the machine's clock. */
final class ShardClock {
    private ShardClock() {}

    /** Monotonic nanoseconds. */
    static long nowNs() {
        return System.nanoTime();
    }
}
