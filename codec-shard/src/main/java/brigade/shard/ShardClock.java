package brigade.shard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The one class of this process that reads the machine's clock. */
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
}
