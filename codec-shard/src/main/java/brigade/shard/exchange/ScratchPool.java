package brigade.shard.exchange;

import brigade.wire.WireException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lends buffers to exchanges, so many at a time: it bounds the memory of a burst, whose other requests wait their
 * turn. Any thread.
 */
final class ScratchPool {
    /** About 0.6 MB each. */
    static final int MAX_LENT = 64;

    private static final long WAIT_MAX_MS = 2_000;

    private final Supplier<StateCall> calls;
    private final Semaphore free = new Semaphore(MAX_LENT, true);
    private final ConcurrentLinkedDeque<ExchangeScratch> idle = new ConcurrentLinkedDeque<>();

    /** Makes buffers as they are needed, each with a call of its own. */
    ScratchPool(Supplier<StateCall> calls) {
        this.calls = calls;
    }

    /** Lends one; {@link #giveBack} it. 503 when none gets free in time. */
    ExchangeScratch take() {
        try {
            if (!free.tryAcquire(WAIT_MAX_MS, TimeUnit.MILLISECONDS)) {
                throw new WireException(503, "this shard is overloaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException(503, "this shard is stopping");
        }
        ExchangeScratch scratch = idle.pollFirst();
        if (scratch != null) {
            return scratch;
        }
        try {
            return new ExchangeScratch(calls.get());
        } catch (RuntimeException | Error e) {
            free.release();
            throw e;
        }
    }

    /** Takes one back; the last used is the next lent, which is the warmest. */
    void giveBack(ExchangeScratch scratch) {
        idle.addFirst(scratch);
        free.release();
    }
}
