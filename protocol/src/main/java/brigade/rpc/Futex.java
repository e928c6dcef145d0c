package brigade.rpc;

import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * Sleeping until a word in shared memory changes. One object per waiting owner, one thread at a time; {@code wake} from any
 * thread.
 */
sealed interface Futex permits LinuxFutex, ParkingFutex {
    /**
     * Sleeps while the u32 at {@code offset} is {@code expected}, at most {@code timeoutNs}. May return early for no
     * reason: the caller looks again. Not interruptible; a virtual thread stays on its carrier in {@link LinuxFutex}.
     */
    void await(MemorySegment words, long offset, int expected, long timeoutNs);

    /** Wakes whoever sleeps on the u32 at {@code offset}. */
    void wake(MemorySegment words, long offset);

    /** The futex system call where there is one, else a parking back-off. */
    static Futex create(LongSupplier nanoTime) {
        return LinuxFutex.isSupported() ? new LinuxFutex() : new ParkingFutex(nanoTime);
    }
}
