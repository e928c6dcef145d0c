package brigade.stress;

/** A run could not be done for a reason outside the tester; the message is one line for people. */
final class StressException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StressException(String message, Throwable cause) {
        super(message, cause);
    }
}
