package brigade.stress.load;

import brigade.robot.RobotClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/** The real clock and real chance: the one class of the tester that asks the system for them. Any thread. */
public final class LiveTime implements RobotClock {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The process's own. */
    public LiveTime() {}

    /** A seed for a run that was given none; above 0. */
    public static long newSeed() {
        return 1L + RANDOM.nextInt(Integer.MAX_VALUE - 1);
    }

    /** Nine digits that user ids begin with, so that two runs against one server never are the same people. */
    public static long newUserPrefix() {
        return 100_000_000L + RANDOM.nextInt(900_000_000);
    }

    /** The time of day, to the second, for people who read the report. */
    public static Instant timeOfDay() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
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
