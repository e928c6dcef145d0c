package brigade.rpc;

/** The state server cannot be asked now: it is away, or has not answered an earlier call. A shard answers 503. */
public class RpcUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With {@code message}, one line for people; no stack trace: a server that is away is ordinary. */
    public RpcUnavailableException(String message) {
        super(message, null, false, false);
    }
}
