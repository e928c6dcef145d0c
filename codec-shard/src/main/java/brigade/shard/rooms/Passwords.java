package brigade.shard.rooms;

import brigade.access.BusyException;
import brigade.access.FailureThrottle;
import brigade.access.PasswordHasher;
import brigade.wire.WireException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hashes and checks rooms' passwords; wrong ones are slowed per address and room. Threads that may wait. */
public final class Passwords implements AutoCloseable {
    /** Thirty-four hashes on two busy cores. */
    private static final long WAIT_MAX_S = 30;

    private final PasswordHasher hasher;
    private final FailureThrottle throttle;

    /** Takes over {@code hasher}. */
    public Passwords(PasswordHasher hasher, FailureThrottle throttle) {
        this.hasher = hasher;
        this.throttle = throttle;
    }

    /**
     * The hash to keep.
     *
     * @throws WireException 400 when it is too short or too long, 503 {@code busy}
     */
    String hash(String password) throws InterruptedException {
        if (!PasswordHasher.isLegal(password)) {
            throw WireException.malformed("a password has " + PasswordHasher.PASSWORD_MIN_CHARS + " to "
                    + PasswordHasher.PASSWORD_MAX_CHARS + " characters");
        }
        try {
            return await(hasher.hash(password));
        } catch (BusyException e) {
            throw new WireException(503, "busy: " + e.getMessage());
        }
    }

    /**
     * Whether the password is right.
     *
     * @throws SlowDownException after too many wrong ones
     * @throws WireException 503 {@code busy}
     */
    boolean isRight(String address, String room, String password, String hash) throws InterruptedException {
        int waitSeconds = throttle.tryBegin(address, room);
        if (waitSeconds > 0) {
            throw new SlowDownException("too many wrong passwords", waitSeconds);
        }
        boolean decided = false;
        try {
            boolean right = await(hasher.matches(password, hash));
            decided = true;
            if (right) {
                throttle.succeeded(address, room);
            } else {
                throttle.failed(address, room);
            }
            return right;
        } catch (BusyException e) {
            throw new WireException(503, "busy: " + e.getMessage());
        } finally {
            if (!decided) {
                throttle.undecided(address, room);
            }
        }
    }

    private static <T> T await(CompletableFuture<T> hashing) throws InterruptedException {
        try {
            return hashing.get(WAIT_MAX_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            hashing.cancel(false);
            throw new WireException(503, "busy: passwords take too long to check");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        }
    }

    @Override
    public void close() {
        hasher.close();
    }
}
