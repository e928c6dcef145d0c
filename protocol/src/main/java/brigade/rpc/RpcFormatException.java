package brigade.rpc;

/** A file is not what its name says: wrong magic, version or size. An operating error: counted, logged, refused. */
public final class RpcFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    RpcFormatException(String message) {
        super(message);
    }
}
