package brigade.shard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The one class of this process that reads the machine's clock and makes chance. */
final class ShardClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ShardClock() {}

    /** Monotonic nanoseconds. */
    static long nowNs() {
        return System.nanoTime();
    }

    /** Nanoseconds of CPU time that this thread has used; monotonic ones where the system does not tell. */
    static long threadCpuNs() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** Seconds since 1970; only tokens' expiry hangs on it. */
    static long unixSeconds() {
        return System.currentTimeMillis() / 1_000;
    }

    /** Milliseconds since 1970; files are named and aged by it. */
    static long unixMs() {
        return System.currentTimeMillis();
    }

    /** Chance that nobody can guess. */
    static RandomGenerator chance() {
        return new SecureRandom();
    }
}
