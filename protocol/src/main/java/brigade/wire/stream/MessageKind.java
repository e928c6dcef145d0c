package brigade.wire.stream;

/** What a binary message is: its first byte. */
public final class MessageKind {
    /** A singer's voice; to the server. */
    public static final int VOICE = 1;

    /** What a bucket hears; from the server. */
    public static final int MIX = 2;

    /** Talk between songs; both ways. */
    public static final int TALK = 3;

    private MessageKind() {}
}
