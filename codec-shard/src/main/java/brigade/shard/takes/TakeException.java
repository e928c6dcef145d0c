package brigade.shard.takes;

/** A take cannot be made; the message is one sentence for people. */
public final class TakeException extends Exception {
    private static final long serialVersionUID = 1L;

    TakeException(String sentence) {
        super(sentence);
    }
}
