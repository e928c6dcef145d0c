package brigade.stress.stream;

import brigade.stress.load.MessageCounts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What all peers of a run count together. Any thread. */
final class PeerCounts extends MessageCounts {
    private static final long LATENCY_MAX_US = 60_000_000;

    private final LongAdder bytes = new LongAdder();
    private final LongAdder jumps = new LongAdder();
    private final LongAdder losses = new LongAdder();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private final Histogram lateUs = new ConcurrentHistogram(LATENCY_MAX_US, 2);

    /** From now on counts matter; who came stays counted. */
    void begin() {
        counting(true);
    }

    void end() {
        counting(false);
    }

    /** @param lateMs from the closing of the last frame to its coming here, by this client's clock */
    void came(double lateMs, int messageBytes, boolean jumped) {
        if (isCounting()) {
            came();
            bytes.add(messageBytes);
            lateUs.recordValue(Math.clamp((long) (lateMs * 1_000), 0, LATENCY_MAX_US));
            if (jumped) {
                jumps.increment();
            }
        }
    }

    void lost(String reason) {
        losses.increment();
        reasons.merge(reason, 1, Integer::sum);
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
