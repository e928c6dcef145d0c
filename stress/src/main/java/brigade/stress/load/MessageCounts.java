package brigade.stress.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the clients of a run over v2 sent and got; what comes before {@link #counting} does not count. Any thread. */
public class MessageCounts {
    private final LongAdder sent = new LongAdder();
    private final LongAdder came = new LongAdder();
    private final AtomicInteger welcome = new AtomicInteger();
    private volatile boolean counting;

    /** From now on messages count, or no longer. */
    protected final void counting(boolean counts) {
        counting = counts;
    }

    /** Whether messages count. */
    protected final boolean isCounting() {
        return counting;
    }

    /** A message with a voice was sent. */
    public final void sent() {
        if (counting) {
            sent.increment();
        }
    }

    /** A message with a mix came. */
    protected final void came() {
        if (counting) {
            came.increment();
        }
    }

    /** Somebody was let in, or let in again; counts at any time. */
    public final void welcomed(boolean again) {
        if (!again) {
            welcome.incrementAndGet();
        }
    }

    /** Who came so far. */
    public final int welcome() {
        return welcome.get();
    }

    /** Messages with voices. */
    public final long sentMessages() {
        return sent.sum();
    }

    /** Messages with mixes. */
    public final long messages() {
        return came.sum();
    }
}
