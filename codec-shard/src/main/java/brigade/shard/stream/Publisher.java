package brigade.shard.stream;

import brigade.thread.AudioThreads;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands shared messages to sockets through a {@link FanOut} and keeps count of their users. Tick thread only. */
final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final FanOut<OutMessage> fanOut;
    private final StreamMetrics metrics;

    Publisher(int workers, StreamMetrics metrics, LongSupplier nanoTime, AudioThreads threads) {
        this.metrics = metrics;
        FanOut.Events<OutMessage> events = new FanOut.Events<>() {
            @Override
            public void failed(FanOutReceiver<OutMessage> receiver, Throwable why) {
                LOG.error("a message could not be handed over", why);
            }
        };
        fanOut = new FanOut<>("stream-fan-out", workers, events, nanoTime, threads);
    }

    /** Hands it to all, and uses up the one user that it has. */
    void publish(OutMessage message, List<FanOutReceiver<OutMessage>> receivers) {
        // Before anybody takes it: one that is slow to begin must not find it in use for something else.
        message.retain(receivers.size());
        int missed = fanOut.publish(message, receivers);
        if (missed > 0) {
            message.release(missed);
            metrics.droppedSends.increment(missed);
        }
        message.release(1);
    }

    @Override
    public void close() {
        fanOut.close();
    }
}
