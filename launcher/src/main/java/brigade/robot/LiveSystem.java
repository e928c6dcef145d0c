package brigade.robot;

import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;

/** The real clock and real chance: the one class of the robot that asks the system for them. Any thread. */
public final class LiveSystem implements RobotClock {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The process's own. */
    public LiveSystem() {}

    /** A user id that nobody else has: 64 random bits, never 0. */
    public static long newUserId() {
        long id;
        do {
            id = RANDOM.nextLong();
        } while (id == 0);
        return id;
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public void awaitNs(long timeNs) throws InterruptedException {
        long left = timeNs - nowNs();
        while (left > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            left = timeNs - nowNs();
        }
    }
}
