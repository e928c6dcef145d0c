package brigade.access;

/** Why a token is not taken. */
public enum Refusal {
    /** Not one of ours: broken, unsigned, signed by another key or in another way, or changed. */
    BAD("bad-token", "this link is broken: ask the host for a new one"),
    /** Ours, but for another purpose, such as a resume token where a link's is wanted. */
    WRONG_KIND("bad-token", "this is not the token that is wanted here"),
    /** Ours, but another room's. */
    WRONG_ROOM("bad-token", "this link belongs to another room"),
    /** Ours and this room's, but its time is over. */
    EXPIRED("expired", "this link has expired: ask the host for a new one");

    private final String code;
    private final String sentence;

    Refusal(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** The code that stream v2 uses, as docs/protocol.md lists them. */
    public String code() {
        return code;
    }

    /** One sentence for people. */
    public String sentence() {
        return sentence;
    }
}
