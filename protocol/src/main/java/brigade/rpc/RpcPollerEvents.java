package brigade.rpc;

/** What an {@link RpcPoller} tells its owner, for counting and logging. All on the agent thread; must not throw. */
public interface RpcPollerEvents {
    /** A call was answered with {@code status}. */
    default void answered(int status) {}

    /** A call for an earlier server was handed back, to be sent again. */
    default void handedBack() {}

    /** Shard {@code shard} is served from now on. */
    default void attached(int shard) {}

    /** Shard {@code shard} is no longer served; {@code why} is one line. */
    default void detached(int shard, String why) {}

    /** Something went wrong at {@code where}, for one caller or one file; the rest goes on. Not yet deduplicated. */
    default void failed(String where, Throwable cause) {}
}
