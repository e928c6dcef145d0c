package brigade.rpc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Waiting without futex: looks at the word in growing steps, an eighth of the time waited so far. Also how a virtual
 * thread waits for long, since a parked one leaves its carrier.
 */
final class ParkingFutex implements Futex {
    private static final long STEP_MIN_NS = 1_000;
    private static final long STEP_MAX_NS = 5_000_000;
    private static final VarHandle WORD = JAVA_INT.varHandle();

    private final LongSupplier nanoTime;

    ParkingFutex(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void await(MemorySegment words, long offset, int expected, long timeoutNs) {
        long startNs = nanoTime.getAsLong();
        // An interrupted thread does not park: take the interrupt away for the time of waiting, give it back after.
        boolean interrupted = false;
        long waitedNs = 0;
        while (waitedNs < timeoutNs && (int) WORD.getVolatile(words, offset) == expected) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(Math.min(timeoutNs - waitedNs, Math.clamp(waitedNs / 8, STEP_MIN_NS, STEP_MAX_NS)));
            waitedNs = nanoTime.getAsLong() - startNs;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing to do: the sleeper looks by itself. */
    @Override
    public void wake(MemorySegment words, long offset) {}
}
