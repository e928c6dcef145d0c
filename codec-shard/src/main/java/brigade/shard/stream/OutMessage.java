package brigade.shard.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes on their way to several sockets: shared, counted, and used again when the last socket is through. Written by the
 * tick thread before anybody else sees it.
 */
final class OutMessage {
    /** Takes back what is not used any more; any thread. */
    static final class Pool {
        private static final int KEPT_MAX = 512;

        private final ArrayDeque<OutMessage> free = new ArrayDeque<>();

        /** A message with one user, the caller; a copy of these bytes. */
        OutMessage take(byte[] bytes, int length) {
            OutMessage message;
            synchronized (free) {
                message = free.pollLast();
            }
            if (message == null) {
                message = new OutMessage(this);
            }
            message.fill(bytes, length);
            return message;
        }

        private void giveBack(OutMessage message) {
            synchronized (free) {
                if (free.size() < KEPT_MAX) {
                    free.addLast(message);
                }
            }
        }
    }

    private final Pool pool;
    private final AtomicInteger users = new AtomicInteger();
    private byte[] bytes = new byte[0];
    private int length;

    /** Set when a socket failed: it may look at the bytes for a while, so they are never written again. */
    private volatile boolean spoilt;

    private OutMessage(Pool pool) {
        this.pool = pool;
    }

    private void fill(byte[] source, int sourceLength) {
        if (bytes.length < sourceLength) {
            bytes = new byte[Math.max(1_024, Integer.highestOneBit(sourceLength - 1) << 1)];
        }
        System.arraycopy(source, 0, bytes, 0, sourceLength);
        length = sourceLength;
        users.set(1);
    }

    /** Bytes of the message. */
    int length() {
        return length;
    }

    /** A view of its own for one socket. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** Adds users. */
    void retain(int more) {
        users.addAndGet(more);
    }

    /** Some users are through. */
    void release(int less) {
        if (users.addAndGet(-less) == 0 && !spoilt) {
            pool.giveBack(this);
        }
    }

    /** One user is through, but somebody may still look at the bytes. */
    void abandon() {
        spoilt = true;
        release(1);
    }
}
