package brigade.shard.stream;

import brigade.wire.stream.StreamMessageReader;
import java.util.Arrays;

/**
 * Voice and talk that arrived on one socket and wait for the tick: bounded, copied into memory that is used again. The
 * socket's thread fills one half while the tick reads the other.
 */
final class VoiceInbox {
    /** Messages that may wait: more than a second of them; a peer whose line hung sends many at once. */
    static final int MESSAGES_MAX = 64;

    /** One message, already checked. */
    static final class Message {
        byte[] bytes = new byte[0];
        int kind;
        int bucket;
        int packets;
        boolean reset;
        long clock;
        long arrivalNs;
        int length;
        final int[] offsets = new int[brigade.wire.stream.StreamLimits.PACKETS_MAX];
        final int[] lengths = new int[brigade.wire.stream.StreamLimits.PACKETS_MAX];

        private void fill(StreamMessageReader reader, int from, int messageBytes, long nowNs) {
            if (bytes.length < messageBytes) {
                bytes = new byte[Math.max(512, Integer.highestOneBit(messageBytes) << 1)];
            }
            System.arraycopy(reader.bytes(), from, bytes, 0, messageBytes);
            length = messageBytes;
            kind = reader.kind();
            bucket = reader.bucket(0);
            packets = reader.packets(0);
            reset = reader.isReset(0);
            clock = reader.clock(0);
            arrivalNs = nowNs;
            for (int i = 0; i < packets; i++) {
                offsets[i] = reader.packetOffset(0, i) - from;
                lengths[i] = reader.packetLength(0, i);
            }
        }
    }

    private Message[] filling = new Message[4];
    private Message[] reading = new Message[4];
    private int filled;
    private int toRead;

    /** Whether something waits; may be asked without a lock. */
    private volatile boolean waiting;

    /**
     * Socket's thread: takes a copy of the message that {@code reader} has just read.
     *
     * @param from where it starts in the reader's bytes
     * @return false when too many wait; it is dropped
     */
    synchronized boolean offer(StreamMessageReader reader, int from, int messageBytes, long nowNs) {
        if (filled == MESSAGES_MAX) {
            return false;
        }
        if (filled == filling.length) {
            filling = Arrays.copyOf(filling, 2 * filled);
        }
        Message message = filling[filled];
        if (message == null) {
            message = new Message();
            filling[filled] = message;
        }
        message.fill(reader, from, messageBytes, nowNs);
        filled++;
        waiting = true;
        return true;
    }

    /** Whether something waits. */
    boolean isWaiting() {
        return waiting;
    }

    /** Tick thread: takes all that waits; how many messages. They stay readable until the next call. */
    synchronized int take() {
        Message[] full = filling;
        filling = reading;
        reading = full;
        toRead = filled;
        filled = 0;
        waiting = false;
        return toRead;
    }

    /** Tick thread: one of those taken. */
    Message message(int index) {
        return reading[index];
    }
}
