package brigade.shard.stream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to its receivers. Made by the publisher, then shared: threads pull receivers from an atomic
 * counter, and each receiver sees to it that one thread at a time serves it.
 */
final class FanOutRound<M> {
    /** Receivers a thread takes at a time: half the traffic on the counter, and still an even spread at the end. */
    static final int PULL = 2;

    /** Wants to know what a thread is at. */
    interface Watch<M> {
        /** It begins to hand out {@code round}'s message. */
        void at(FanOutRound<M> round);
    }

    private final M message;
    private final List<FanOutReceiver<M>> receivers;
    private final FanOut.Events<M> events;
    private final LongSupplier nanoTime;
    private final AtomicInteger next = new AtomicInteger();

    /** Receivers that are to take it; counted up while it is offered. */
    private final AtomicInteger left = new AtomicInteger();

    private volatile @Nullable Thread waiting;

    /** @param receivers never changes */
    FanOutRound(M message, List<FanOutReceiver<M>> receivers, FanOut.Events<M> events, LongSupplier nanoTime) {
        this.message = message;
        this.receivers = receivers;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    M message() {
        return message;
    }

    /**
     * Publisher: lets the message wait at each receiver. One that is busy takes it when it can: a second round counts those,
     * so that nobody waits for them.
     *
     * @return how many could not take one more
     */
    int offer() {
        int missed = 0;
        FanOutRound<M> whenBusy = new FanOutRound<>(message, List.of(), events, nanoTime);
        for (int i = 0; i < receivers.size(); i++) {
            FanOutReceiver<M> receiver = receivers.get(i);
            if (!receiver.offer(this, whenBusy)) {
                missed++;
                events.missed(receiver);
            }
        }
        return missed;
    }

    /** One more receiver is to take it. Returns this. */
    FanOutRound<M> countOne() {
        left.incrementAndGet();
        return this;
    }

    /** How many are to take it still. */
    int left() {
        return left.get();
    }

    /** Whether all receivers have been quick lately. */
    boolean isTrusted() {
        for (int i = 0; i < receivers.size(); i++) {
            if (!receivers.get(i).isTrusted()) {
                return false;
            }
        }
        return true;
    }

    /** Any thread: serves receivers that it pulls, until none is left to pull. */
    void pull(Watch<M> watch) {
        int size = receivers.size();
        for (int from = next.getAndAdd(PULL); from < size; from = next.getAndAdd(PULL)) {
            for (int i = from; i < Math.min(size, from + PULL); i++) {
                receivers.get(i).drain(events, nanoTime, watch);
            }
        }
    }

    /** Any thread: serves all that nobody has begun with, such as the one pulled together with a stuck one. */
    void sweep() {
        for (int i = 0; i < receivers.size(); i++) {
            receivers.get(i).drain(events, nanoTime, round -> {});
        }
    }

    /** Whether somebody has not begun to take it. */
    boolean hasDue() {
        for (int i = 0; i < receivers.size(); i++) {
            if (receivers.get(i).isDue()) {
                return true;
            }
        }
        return false;
    }

    /** A receiver has taken it. */
    void tookOne() {
        if (left.decrementAndGet() == 0) {
            LockSupport.unpark(waiting);
        }
    }

    /** Whether all have taken it. */
    boolean isDone() {
        return left.get() == 0;
    }

    /** Publisher: waits until all have it, or {@code timeoutNs}. An interrupt ends the wait too and stays. */
    boolean await(long timeoutNs) {
        waiting = Thread.currentThread();
        long startNs = nanoTime.getAsLong();
        long leftNs = timeoutNs;
        while (!isDone() && leftNs > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, leftNs);
            leftNs = timeoutNs - (nanoTime.getAsLong() - startNs);
        }
        return isDone();
    }
}
