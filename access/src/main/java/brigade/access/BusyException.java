package brigade.access;

/** As many passwords are waiting to be hashed as may: try again in a moment. Without a stack trace. */
public final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException() {
        super("too many passwords are being checked: try again in a moment", null, false, false);
    }
}
