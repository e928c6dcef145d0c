package brigade.shard.stream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What one socket is sent, and how well its peer follows. Any thread. Sound is dropped when the peer lags; control messages
 * never are: who lets too many of them wait, or lags for {@link #SLOW_AFTER_NS}, is to be closed.
 */
final class SocketOut {
    /** So many messages of sound may wait; more are dropped: they would come too late anyway. */
    static final int AUDIO_PENDING_MAX = 6;

    /** Characters of control messages that may wait. */
    static final int TEXT_PENDING_MAX = 4 << 20;

    /** Who lags for so long cannot follow. */
    static final long SLOW_AFTER_NS = 5_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    private final Wire wire;
    private final LongSupplier nanoTime;
    private final FanOutReceiver<OutMessage> receiver = new FanOutReceiver<>(this::audio);
    private final AtomicInteger audioPending = new AtomicInteger();
    private final AtomicInteger textPending = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** When sound was first dropped without the peer having caught up since. */
    private volatile long laggingSinceNs = NEVER;

    SocketOut(Wire wire, LongSupplier nanoTime) {
        this.wire = wire;
        this.nanoTime = nanoTime;
    }

    /** How it takes part in a fan-out. */
    FanOutReceiver<OutMessage> receiver() {
        return receiver;
    }

    /**
     * Sends sound, or drops it when the peer lags. Uses up one of the message's users either way.
     *
     * @return whether it was handed over
     */
    boolean audio(OutMessage message) {
        if (closing.get()) {
            message.release(1);
            return false;
        }
        if (audioPending.incrementAndGet() > AUDIO_PENDING_MAX) {
            audioPending.decrementAndGet();
            dropped.incrementAndGet();
            if (laggingSinceNs == NEVER) {
                laggingSinceNs = nanoTime.getAsLong();
            }
            message.release(1);
            return false;
        }
        send(message);
        return true;
    }

    private void send(OutMessage message) {
        Wire.Sent done = new Wire.Sent() {
            @Override
            public void sent() {
                message.release(1);
                audioThrough();
            }

            @Override
            public void failed(Throwable why) {
                message.abandon();
                audioThrough();
            }
        };
        try {
            wire.binary(message.view(), done);
        } catch (RuntimeException e) {
            done.failed(e); // the socket is on its way out
        }
    }

    private void audioThrough() {
        if (audioPending.decrementAndGet() == 0) {
            laggingSinceNs = NEVER;
        }
    }

    /** Sends a control message. */
    void text(String json) {
        if (closing.get()) {
            return;
        }
        int size = json.length();
        textPending.addAndGet(size);
        wire.text(json, new Wire.Sent() {
            @Override
            public void sent() {
                textPending.addAndGet(-size);
            }

            @Override
            public void failed(Throwable why) {
                textPending.addAndGet(-size);
            }
        });
    }

    /** Says why, as the last message, and closes; only the first call counts. */
    void bye(String reason, int code) {
        text("{\"type\":\"bye\",\"reason\":\"" + reason + "\"}");
        close(code, reason);
    }

    /** Closes after what was sent; only the first call counts. */
    void close(int code, String reason) {
        if (closing.compareAndSet(false, true)) {
            wire.close(code, reason);
        }
    }

    /** Ends the connection now. */
    void disconnect() {
        closing.set(true);
        wire.disconnect();
    }

    /** Whether it was closed from here. */
    boolean isClosing() {
        return closing.get();
    }

    /** Whether the peer cannot follow. */
    boolean isSlow(long nowNs) {
        long since = laggingSinceNs;
        return (since != NEVER && nowNs - since >= SLOW_AFTER_NS) || textPending.get() > TEXT_PENDING_MAX;
    }

    /** Messages of sound dropped since the last call. */
    long takeDropped() {
        return dropped.getAndSet(0);
    }
}
