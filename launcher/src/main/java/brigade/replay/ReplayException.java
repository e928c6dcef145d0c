package brigade.replay;

/** A song cannot be replayed; the message says why in one sentence. */
public final class ReplayException extends Exception {
    private static final long serialVersionUID = 1;

    ReplayException(String message) {
        super(message);
    }
}
