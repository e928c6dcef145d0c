package brigade.shard.stream;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a {@link FanOut}: a socket, say. It gets its messages in order and one at a time, and belongs to one
 * FanOut; which publications it is in may change from one to the next.
 *
 * @param <M> what is published
 */
public final class FanOutReceiver<M> {
    /** Messages that wait for one that is busy; more are missed. A second of sound. */
    public static final int WAITING_MAX = 16;

    /** Longer than this is slow: a socket that takes bytes without waiting needs some 10 us. */
    static final long QUICK_NS = 1_000_000;

    /** After so many quick ones in a row it is served in the publisher's own thread, where it can do harm. */
    static final int TRUSTED_AFTER = 8;

    /** Takes messages. */
    @FunctionalInterface
    public interface Sink<M> {
        /**
         * Takes one, in the publisher's thread or one of the FanOut's. Should not wait for the peer: as long as it does
         * its messages pile up, and it keeps a thread.
         *
         * @throws Exception is told to {@link FanOut.Events} and changes nothing
         */
        void take(M message) throws Exception;
    }

    private final Sink<M> sink;

    /** Rounds whose message it has not begun to take, oldest first. Guarded by this. */
    private final Queue<FanOutRound<M>> waiting = new ArrayDeque<>();

    /** Whether a thread is handing it messages. Guarded by this. */
    private boolean busy;

    /** Quick deliveries in a row. Guarded by this. */
    private int quick;

    /** One that has taken nothing yet. */
    public FanOutReceiver(Sink<M> sink) {
        this.sink = sink;
    }

    /** Publisher: lets the message of one of two equal rounds wait here; false when too many do. */
    synchronized boolean offer(FanOutRound<M> round, FanOutRound<M> whenBusy) {
        return waiting.size() < WAITING_MAX && waiting.add((busy ? whenBusy : round).countOne());
    }

    /** Whether messages wait and nobody sees to it. */
    synchronized boolean isDue() {
        return !busy && !waiting.isEmpty();
    }

    /** Whether its latest messages were all taken quickly. */
    synchronized boolean isTrusted() {
        return quick >= TRUSTED_AFTER;
    }

    /** Hands it what waits, unless another thread does; that one then takes what came meanwhile too. */
    void drain(FanOut.Events<M> events, LongSupplier nanoTime, FanOutRound.Watch<M> watch) {
        FanOutRound<M> round = begin();
        while (round != null) {
            watch.at(round);
            long startNs = nanoTime.getAsLong();
            try {
                sink.take(round.message());
            } catch (Throwable e) {
                // Errors too: a thread that ends here would be missing for all others.
                events.failed(this, e);
            }
            FanOutRound<M> taken = round;
            round = next(nanoTime.getAsLong() - startNs <= QUICK_NS);
            taken.tookOne();
        }
    }

    private synchronized @Nullable FanOutRound<M> begin() {
        return busy ? null : poll();
    }

    private synchronized @Nullable FanOutRound<M> next(boolean wasQuick) {
        quick = wasQuick ? Math.min(quick + 1, TRUSTED_AFTER) : 0;
        return poll();
    }

    private @Nullable FanOutRound<M> poll() {
        FanOutRound<M> round = waiting.poll();
        busy = round != null;
        return round;
    }
}
