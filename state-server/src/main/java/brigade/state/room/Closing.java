package brigade.state.room;

/** Why no song begins in a room for now. */
enum Closing {
    /** They do begin. */
    NO("", ""),

    /** The server is about to end: {@link Rooms#letSongsEnd}. */
    RESTART(
            "restart",
            "The server is about to be replaced, so no song begins now. Stay here: it is back in a minute or two."),

    /** The room is about to go to another house: {@link TransferCalls}. */
    MOVE(
            "move",
            "This room is about to move to another server, so no song begins now. Stay here: you are taken along.");

    private final String word;
    private final String sentence;

    Closing(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    /** {@code closing} of a {@code room} message: null where songs begin. */
    RawJson toJson() {
        return this == NO ? RawJson.NULL : RawJson.ofText(word);
    }

    /** For people. */
    String sentence() {
        return sentence;
    }
}
