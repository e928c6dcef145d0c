package brigade.stress.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What all peers of a run count together. Any thread. */
final class PeerCounts {
    private static final long LATENCY_MAX_US = 60_000_000;

    private final LongAdder sent = new LongAdder();
    private final LongAdder came = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder jumps = new LongAdder();
    private final LongAdder losses = new LongAdder();
    private final AtomicInteger welcome = new AtomicInteger();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private final Histogram lateUs = new ConcurrentHistogram(LATENCY_MAX_US, 2);
    private volatile boolean counting;

    /** From now on counts matter; who came stays counted. */
    void begin() {
        counting = true;
    }

    void end() {
        counting = false;
    }

    void sent() {
        if (counting) {
            sent.increment();
        }
    }

    /** @param lateMs from the closing of the last frame to its coming here, by this client's clock */
    void came(double lateMs, int messageBytes, boolean jumped) {
        if (counting) {
            came.increment();
            bytes.add(messageBytes);
            lateUs.recordValue(Math.clamp((long) (lateMs * 1_000), 0, LATENCY_MAX_US));
            if (jumped) {
                jumps.increment();
            }
        }
    }

    void welcomed(boolean again) {
        if (!again) {
            welcome.incrementAndGet();
        }
    }

    void lost(String reason) {
        losses.increment();
        reasons.merge(reason, 1, Integer::sum);
    }

    int welcome() {
        return welcome.get();
    }

    long sentMessages() {
        return sent.sum();
    }

    long messages() {
        return came.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long jumps() {
        return jumps.sum();
    }

    long losses() {
        return losses.sum();
    }

    Map<String, Integer> reasons() {
        return Map.copyOf(reasons);
    }

    Histogram lateUs() {
        return lateUs;
    }
}
