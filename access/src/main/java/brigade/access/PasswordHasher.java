package brigade.access;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Hashes and checks rooms' passwords by Argon2id (16 MiB, two passes, a random salt each) on threads of its own, so that
 * neither the tick nor a server thread waits for it. Any thread.
 */
public final class PasswordHasher implements AutoCloseable {
    /** Characters of the shortest password. */
    public static final int PASSWORD_MIN_CHARS = 4;

    /** Characters of the longest password. */
    public static final int PASSWORD_MAX_CHARS = 200;

    /** Hashes at a time: each takes a core and 16 MiB. */
    static final int THREADS = 2;

    /** Who may wait; over it the answer is {@link BusyException}. */
    static final int WAITING_MAX = 32;

    private static final long IDLE_SECONDS = 30;

    private final RandomGenerator chance;
    private final ThreadPoolExecutor pool;

    /**
     * Starts no thread before the first password.
     *
     * @param chance unguessable in production; salts are made of it
     */
    public PasswordHasher(RandomGenerator chance) {
        this.chance = chance;
        pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("password-", 1).factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /** Whether a password's length is within the limits. */
    public static boolean isLegal(CharSequence password) {
        return password.length() >= PASSWORD_MIN_CHARS && password.length() <= PASSWORD_MAX_CHARS;
    }

    /** The hash to keep; it names its own salt and cost. */
    public CompletableFuture<String> hash(CharSequence password) throws BusyException {
        if (!isLegal(password)) {
            throw new IllegalArgumentException("a password has 4..200 characters, got " + password.length());
        }
        byte[] salt = new byte[Argon2Hash.SALT_BYTES];
        synchronized (chance) {
            chance.nextBytes(salt);
        }
        return submit(() -> Argon2Hash.of(password, salt));
    }

    /** Whether {@code password} is the one that {@code hash} was made of. A hash that is none matches nothing. */
    public CompletableFuture<Boolean> matches(CharSequence password, String hash) throws BusyException {
        if (!isLegal(password)) {
            return CompletableFuture.completedFuture(false);
        }
        return submit(() -> Argon2Hash.matches(password, hash));
    }

    private <T> CompletableFuture<T> submit(Supplier<T> work) throws BusyException {
        try {
            return CompletableFuture.supplyAsync(work, pool);
        } catch (RejectedExecutionException e) {
            throw new BusyException();
        }
    }

    /** Gives up what waits. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
