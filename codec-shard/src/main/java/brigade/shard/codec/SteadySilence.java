package brigade.shard.codec;

import java.util.Arrays;

/**
 * Remembers the packet that a stream of silence has settled on, so that the codec need not be asked again. One thread
 * at a time.
 */
final class SteadySilence {
    /** So many equal packets in a row, and the codec has settled: 4 x 60 ms. */
    private static final int SETTLED_PACKETS = 4;

    /** A packet of silence is short: 1 byte of contents and about 2 for each 20 ms. */
    private static final int MAX_BYTES = 16;

    private final byte[] packet = new byte[MAX_BYTES];
    private int packetBytes;
    private int packetSamples;
    private int equalPackets;

    /** Tells of a packet of the stream: whether it is silence, and what it looks like. */
    void note(boolean silent, int samples, byte[] bytes, int offset, int length) {
        if (!silent || length > MAX_BYTES) {
            forget();
        } else if (equals(samples, bytes, offset, length)) {
            equalPackets++;
        } else {
            System.arraycopy(bytes, offset, packet, 0, length);
            packetBytes = length;
            packetSamples = samples;
            equalPackets = 1;
        }
    }

    /** Whether silence of that length is always the same packet by now. */
    boolean isSteady(int samples) {
        return equalPackets >= SETTLED_PACKETS && samples == packetSamples;
    }

    /** Whether these bytes are that packet. */
    boolean isSteady(int samples, byte[] bytes, int offset, int length) {
        return equalPackets >= SETTLED_PACKETS && equals(samples, bytes, offset, length);
    }

    private boolean equals(int samples, byte[] bytes, int offset, int length) {
        return samples == packetSamples
                && equalPackets > 0
                && Arrays.equals(packet, 0, packetBytes, bytes, offset, offset + length);
    }

    void forget() {
        equalPackets = 0;
    }

    byte[] packet() {
        return packet;
    }

    int packetBytes() {
        return packetBytes;
    }
}
