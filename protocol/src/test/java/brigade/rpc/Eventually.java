package brigade.rpc;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process will do; generous, for slow machines. */
final class Eventually {
    private static final long LIMIT_NS = 60_000_000_000L;

    private Eventually() {}

    static void await(String what, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > LIMIT_NS) {
                throw new AssertionError("not within a minute: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
