package brigade.launcher;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

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
}
