package brigade.state.ring;

/** The memory of another song cannot be reserved: an operating error, told to the one who wanted to start it. */
public final class NoRoomForSongException extends Exception {
    private static final long serialVersionUID = 1L;

    NoRoomForSongException(String message) {
        super(message);
    }
}
