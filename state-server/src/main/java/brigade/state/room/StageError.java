package brigade.state.room;

/**
 * A refusal that one person is told by an {@code error} message; nothing was changed. {@link #code} is for programs,
 * the message is one sentence for people.
 */
final class StageError extends RuntimeException {
    static final String NOT_ALLOWED = "not-allowed";
    static final String BAD_MESSAGE = "bad-message";
    static final String NO_SUCH_PERSON = "no-such-person";
    static final String NOT_NOW = "not-now";
    static final String TOO_LONG = "too-long";
    static final String TOO_FAST = "too-fast";
    static final String FULL = "full";
    static final String UNAVAILABLE = "unavailable";

    private static final long serialVersionUID = 1;

    private final String code;

    StageError(String code, String message) {
        super(message, null, false, false); // told to a person, not to a programmer
        this.code = code;
    }

    /** A message that is not as docs/protocol.md has it. */
    static StageError malformed(String message) {
        return new StageError(BAD_MESSAGE, message);
    }

    /** Something that his role may not do. */
    static StageError notAllowed(Role needed) {
        return new StageError(NOT_ALLOWED, "Only a " + needed.wireName() + " of this room may do that.");
    }

    /** For programs. */
    String code() {
        return code;
    }

    /** For people. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
