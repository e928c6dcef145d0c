package brigade.stress.load;

import brigade.audio.AudioFormat;
import java.util.List;

/**
 * What a run sends. The ancestor's own terms: a worker has one connection and takes the part of several users in turn.
 *
 * @param targets where requests go; worker {@code w} uses target {@code w mod size}
 * @param workers connections, 1..5,000
 * @param users singers per worker, 1..10,000
 * @param rounds requests per worker, at least one per user
 * @param sleep whether requests have intended times (singers as they come), else each worker sends as fast as it can
 * @param summary whether the user table is asked for
 * @param reset whether a user's first request drops what the server knows of him; the ancestor's tester never asks
 * @param room the room; empty for the server's own choice
 * @param seed decides when in their turn workers start
 * @param warmUpTurns turns of every singer before those that count
 */
public record LoadPlan(
        List<Target> targets,
        int workers,
        int users,
        int rounds,
        boolean sleep,
        boolean summary,
        boolean reset,
        String room,
        long seed,
        int warmUpTurns) {
    /** One turn of a v1 singer: 600 ms. */
    public static final long TURN_NS = AudioFormat.V1_BATCH_SAMPLES * 1_000_000_000L / AudioFormat.SAMPLE_RATE_HZ;

    /** How far behind the start the first sample lies that is read. */
    public static final int READ_BEHIND_SECONDS = 12;

    /** How far behind what they hear these singers' voices lie. */
    public static final int WRITE_BEHIND_SECONDS = 2;

    private static final int WORKERS_MAX = 5_000;
    private static final int USERS_MAX = 10_000;
    private static final int REQUESTS_MAX = 5_000_000;
    private static final int SECONDS_MAX = 3_600;
    private static final int WARM_UP_MAX_TURNS = 1_000;

    /** Refuses what is out of range, with a line for people. */
    public LoadPlan {
        targets = List.copyOf(targets);
        require(!targets.isEmpty(), "a URL is needed");
        require(workers >= 1 && workers <= WORKERS_MAX, "--workers must be 1.." + WORKERS_MAX + ", got " + workers);
        require(users >= 1 && users <= USERS_MAX, "--users must be 1.." + USERS_MAX + ", got " + users);
        require(rounds >= users, "--rounds must be at least --users (" + users + "), got " + rounds);
        require(
                (long) workers * rounds <= REQUESTS_MAX,
                "--workers times --rounds must be at most " + REQUESTS_MAX + " requests");
        require(
                warmUpTurns >= 0 && warmUpTurns <= WARM_UP_MAX_TURNS,
                "--warm-up must be 0.." + WARM_UP_MAX_TURNS + " turns, got " + warmUpTurns);
        double seconds = (double) rounds / users * TURN_NS / 1e9;
        double clockSeconds = seconds + warmUpTurns * TURN_NS / 1e9;
        require(seconds <= SECONDS_MAX, "a run lasts at most " + SECONDS_MAX + " s, got " + seconds);
        // Faster than life, the clocks would overtake the server's.
        require(
                sleep || clockSeconds < READ_BEHIND_SECONDS,
                "with --nosleep, (rounds / users + warm-up) * 0.6 s must stay under " + READ_BEHIND_SECONDS + " s, got "
                        + clockSeconds);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Singers at a time. */
    public int singers() {
        return workers * users;
    }

    /** Requests of all workers. */
    public int requests() {
        return workers * rounds;
    }

    /** Between two requests of a worker, when they have intended times. */
    public double intervalNs() {
        return (double) TURN_NS / users;
    }

    /** How much singing one singer sends. */
    public double seconds() {
        return (double) rounds / users * TURN_NS / 1e9;
    }

    /** Requests a second. */
    public double intendedRate() {
        return singers() * 1e9 / TURN_NS;
    }

    /** Requests of one worker before those that count. */
    public int warmUpRequests() {
        return warmUpTurns * users;
    }
}
