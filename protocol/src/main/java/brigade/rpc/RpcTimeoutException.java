package brigade.rpc;

/** The state server did not answer in time. Whether the call was executed is not known; it may be sent again. */
public final class RpcTimeoutException extends RpcUnavailableException {
    private static final long serialVersionUID = 1L;

    /** With {@code message}, one line for people; no stack trace: a server that is away is ordinary. */
    public RpcTimeoutException(String message) {
        super(message);
    }
}
