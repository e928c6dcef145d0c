package brigade.launcher;

import java.security.SecureRandom;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/** The launcher's only look at the clocks; everybody else is given one. Any thread. */
final class LauncherClock {
    private LauncherClock() {}

    /** Nanoseconds from an arbitrary start; never steps back. */
    static long monotonicNs() {
        return System.nanoTime();
    }

    /** The time of day for people, to the second. */
    static LocalTime timeOfDay() {
        return LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Seconds since 1970: tokens expire by it. */
    static long unixSeconds() {
        return System.currentTimeMillis() / 1_000;
    }

    /** Chance that nobody can guess. */
    static RandomGenerator chance() {
        return new SecureRandom();
    }
}
