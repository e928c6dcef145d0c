package brigade.wire;

/**
 * A request that cannot be taken, by its sender's fault or for the moment: an HTTP status and one line for people.
 *
 * <p>It carries no stack trace: bad input is ordinary.
 */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status HTTP status, 400..599
     * @param message one line that says what is wrong and, where it helps, what to do
     */
    public WireException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** HTTP status to answer with. */
    public int status() {
        return status;
    }

    /** The sender broke the format: 400. */
    public static WireException malformed(String message) {
        return new WireException(400, message);
    }
}
