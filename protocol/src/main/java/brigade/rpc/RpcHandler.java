package brigade.rpc;

/** What the state server does with a call. Called by the agent thread, one call at a time. */
@FunctionalInterface
public interface RpcHandler {
    /**
     * Answers {@code call}. A {@code WireException} becomes its status and message; any other exception a 500 for
     * this caller alone, logged once with a count.
     */
    void handle(RpcCall call);
}
