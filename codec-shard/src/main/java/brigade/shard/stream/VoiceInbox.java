package brigade.shard.stream;

import brigade.wire.stream.StreamMessageReader;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Voice and talk that arrived on one socket and wait for the tick: bounded, copied into memory that is used again. The
 * socket's thread fills one batch while the tick reads another.
 *
 * <p>No lock: the tick must not wait for a thread that is waiting for a core itself. Whoever works on a batch has it alone; what
 * the socket's thread has in hand just now the tick takes the next time.
 */
final class VoiceInbox {
    /**
     * Packets of 20 ms that may wait, however many of them came in one message; a message without any counts as one. 3.84 s: longer
     * than a state server is away.
     */
    static final int PACKETS_MAX = 192;

    /** As many messages are kept for the next ones: what comes between two ticks. What an outage needed is given back. */
    static final int KEPT_MESSAGES = 8;

    /** One message, already checked. */
    static final class Message extends VoiceMessage {
        int kind;
        long arrivalNs;
        int length;

        private void fill(StreamMessageReader reader, int from, int messageBytes, long nowNs) {
            if (bytes.length < messageBytes) {
                bytes = new byte[Math.max(512, Integer.highestOneBit(messageBytes) << 1)];
            }
            System.arraycopy(reader.bytes(), from, bytes, 0, messageBytes);
            length = messageBytes;
            kind = reader.kind();
            arrivalNs = nowNs;
            become(reader, bytes, from);
        }
    }

    /** Messages in the order they came. */
    private static final class Batch {
        private Message[] messages = new Message[4];
        private int count;
        private int packets;

        private Message next() {
            if (count == messages.length) {
                messages = Arrays.copyOf(messages, 2 * count);
            }
            Message message = messages[count];
            if (message == null) {
                message = new Message();
                messages[count] = message;
            }
            count++;
            return message;
        }

        private void clear() {
            count = 0;
            packets = 0;
            if (messages.length > KEPT_MESSAGES) {
                messages = Arrays.copyOf(messages, KEPT_MESSAGES);
            }
        }
    }

    /** What waits. Null while the socket's thread has it in hand, and after the tick took it. */
    private final AtomicReference<@Nullable Batch> waiting = new AtomicReference<>();

    /** An emptied one for the socket's thread. */
    private final AtomicReference<@Nullable Batch> empty = new AtomicReference<>();

    /** Tick: what it took last. */
    private @Nullable Batch taken;

    /**
     * Socket's thread: takes a copy of the message that {@code reader} has just read.
     *
     * @param from where it starts in the reader's bytes
     * @return false when too many wait; it is dropped
     */
    boolean offer(StreamMessageReader reader, int from, int messageBytes, long nowNs) {
        Batch batch = waiting.getAndSet(null);
        if (batch == null) {
            batch = empty.getAndSet(null);
        }
        if (batch == null) {
            batch = new Batch();
        }
        int packets = Math.max(1, reader.packets(0));
        boolean room = batch.packets + packets <= PACKETS_MAX;
        if (room) {
            batch.packets += packets;
            batch.next().fill(reader, from, messageBytes, nowNs);
        }
        waiting.set(batch);
        return room;
    }

    /** Whether something waits. */
    boolean isWaiting() {
        return waiting.get() != null;
    }

    /** Tick: takes all that waits; how many messages. They stay readable until the next call. */
    int take() {
        Batch read = taken;
        if (read != null) {
            read.clear();
            empty.set(read);
        }
        taken = waiting.getAndSet(null);
        return taken == null ? 0 : taken.count;
    }

    /** Tick: one of those taken. */
    Message message(int index) {
        if (taken == null) {
            throw new IllegalStateException("nothing was taken");
        }
        return taken.messages[index];
    }
}
