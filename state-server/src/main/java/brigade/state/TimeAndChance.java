package brigade.state;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Where the process gets its clocks and its chance from; passed in everywhere. The one class of the state server that
 * asks the system for them.
 *
 * @param monotonicNs nanoseconds that never step; CLOCK_MONOTONIC on Linux, so processes can compare them
 * @param unixNs nanoseconds since the Unix epoch, as steady as the machine's wall clock
 * @param random chance
 */
public record TimeAndChance(LongSupplier monotonicNs, LongSupplier unixNs, RandomGenerator random) {
    /** The system's own. */
    public static TimeAndChance ofSystem() {
        return new TimeAndChance(
                System::nanoTime, () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()), new SecureRandom());
    }
}
