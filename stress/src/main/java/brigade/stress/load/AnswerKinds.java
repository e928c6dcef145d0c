package brigade.stress.load;

/** Names for what went wrong with an answer, without numbers: one kind, however often. Stateless. */
public final class AnswerKinds {
    private AnswerKinds() {}

    /** An answer with an error's status and its message. */
    public static String refusal(int status, String message) {
        return "HTTP " + status + ": " + (message.isEmpty() ? "no message" : message.replaceAll("-?[0-9]+", "N"));
    }
}
