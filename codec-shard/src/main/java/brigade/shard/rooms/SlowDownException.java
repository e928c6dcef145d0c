package brigade.shard.rooms;

/** Too many tries: the next one may come after a wait. Without a stack trace. */
final class SlowDownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int seconds;

    SlowDownException(String what, int seconds) {
        super(what + ": try again in " + seconds + " s", null, false, false);
        this.seconds = seconds;
    }

    int seconds() {
        return seconds;
    }
}
