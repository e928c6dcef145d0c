package brigade.access;

/** A token was not taken. Without a stack trace: forged tokens are ordinary. */
public final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    TokenRefusedException(Refusal refusal) {
        super(refusal.sentence(), null, false, false);
        this.refusal = refusal;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }
}
