package brigade.stress.bench;

import brigade.shard.stream.FanOut;
import brigade.shard.stream.FanOutReceiver;
import brigade.thread.AudioThreads;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to serve all subscribers of one message; {@link #publish} returns when the last one is through. Public for JMH's code. */
public interface FanOutVariant extends AutoCloseable {
    /** The ways that are compared. */
    enum Kind {
        /** The publisher's own thread, one after the other. */
        SERIAL,
        /** A thread per core, each with its share of the subscribers, settled beforehand. */
        CHUNKS,
        /** A virtual thread for each subscriber and message. */
        VIRTUAL,
        /** A thread per core; each pulls two at a time from an atomic counter. */
        PULL,
        /** {@link FanOut}, as the shard uses it. */
        PRODUCT
    }

    /** Serves nobody. */
    FanOutVariant NONE = () -> {};

    /** Serves all once. */
    void publish() throws InterruptedException;

    @Override
    default void close() {}

    /** Starts what {@code kind} needs. */
    static FanOutVariant open(Kind kind, Runnable[] subscribers) {
        return switch (kind) {
            case SERIAL -> () -> Arrays.stream(subscribers).forEach(Runnable::run);
            case CHUNKS -> new Pooled(fixedPool(), cores(), worker -> chunk(subscribers, worker));
            case VIRTUAL ->
                new Pooled(Executors.newVirtualThreadPerTaskExecutor(), subscribers.length, i -> subscribers[i].run());
            case PULL -> new Pull(subscribers);
            case PRODUCT -> new Product(subscribers);
        };
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static ExecutorService fixedPool() {
        return Executors.newFixedThreadPool(
                cores(), Thread.ofPlatform().daemon().factory());
    }

    private static void chunk(Runnable[] subscribers, int worker) {
        int size = Math.ceilDiv(subscribers.length, cores());
        int end = Math.min(subscribers.length, (worker + 1) * size);
        for (int i = worker * size; i < end; i++) {
            subscribers[i].run();
        }
    }

    /** One part of a message's work. */
    @FunctionalInterface
    interface Part {
        /** Does part {@code index}. */
        void run(int index);
    }

    /** So many parts for each message, given to a pool's threads. */
    record Pooled(ExecutorService pool, int parts, Part part) implements FanOutVariant {
        @Override
        public void publish() throws InterruptedException {
            CountDownLatch through = new CountDownLatch(parts);
            for (int i = 0; i < parts; i++) {
                int index = i;
                pool.execute(() -> {
                    part.run(index);
                    through.countDown();
                });
            }
            through.await();
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** The simplest form of pulling: nothing in it for subscribers that are stuck. */
    final class Pull implements FanOutVariant {
        private static final int PULL = 2;

        private final AtomicInteger next = new AtomicInteger();
        private final Runnable[] subscribers;
        private final Pooled pooled;

        Pull(Runnable[] subscribers) {
            this.subscribers = subscribers;
            this.pooled = new Pooled(fixedPool(), cores(), this::pull);
        }

        private void pull(int worker) {
            for (int from = next.getAndAdd(PULL); from < subscribers.length; from = next.getAndAdd(PULL)) {
                for (int i = from; i < Math.min(subscribers.length, from + PULL); i++) {
                    subscribers[i].run();
                }
            }
        }

        @Override
        public void publish() throws InterruptedException {
            next.set(0);
            pooled.publish();
        }

        @Override
        public void close() {
            pooled.close();
        }
    }

    /** What the shard uses. */
    final class Product implements FanOutVariant {
        private final FanOut<String> fanOut = new FanOut<>(
                "fan-out-bench", cores(), new FanOut.Events<>() {}, System::nanoTime, AudioThreads.normal());
        private final List<FanOutReceiver<String>> receivers;

        Product(Runnable[] subscribers) {
            receivers = Arrays.stream(subscribers)
                    .map(subscriber -> new FanOutReceiver<String>(_ -> subscriber.run()))
                    .toList();
        }

        @Override
        public void publish() {
            int missed = fanOut.publish("message", receivers);
            if (missed > 0) {
                throw new IllegalStateException(missed + " missed messages: the machine stood still for long");
            }
        }

        @Override
        public void close() {
            fanOut.close();
        }
    }
}
