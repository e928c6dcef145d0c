package brigade.shard.stream;

import brigade.wire.stream.StreamLimits;

/**
 * The latest packets of one stream by their clocks: {@code clock / 960} modulo its size. One thread at a time writes or
 * reads; a packet is overwritten by the one that many frames later.
 */
final class PacketCache {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;
    private static final int SLOT_BYTES = StreamLimits.MIX_PACKET_MAX_BYTES;
    private static final byte OMITTABLE = 1;
    private static final byte RESET = 2;

    private final int frames;
    private final byte[] bytes;
    private final short[] lengths;
    private final byte[] marks;
    private final long[] clocks;

    PacketCache(int frames) {
        this.frames = frames;
        bytes = new byte[frames * SLOT_BYTES];
        lengths = new short[frames];
        marks = new byte[frames];
        clocks = new long[frames];
        java.util.Arrays.fill(clocks, -1);
    }

    private int slot(long clock) {
        return (int) (clock / FRAME % frames);
    }

    /** Frames it holds. */
    int frames() {
        return frames;
    }

    /** Where packets lie. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the packet of this frame lies or goes. */
    int offset(long clock) {
        return slot(clock) * SLOT_BYTES;
    }

    /** Notes that the packet of this frame lies at {@link #offset} now. */
    void put(long clock, int length, boolean omittable, boolean reset) {
        int slot = slot(clock);
        clocks[slot] = clock;
        lengths[slot] = (short) length;
        marks[slot] = (byte) ((omittable ? OMITTABLE : 0) | (reset ? RESET : 0));
    }

    /** Whether there is a packet of this frame. */
    boolean has(long clock) {
        return clocks[slot(clock)] == clock;
    }

    /** Bytes of this frame's packet. */
    int length(long clock) {
        return lengths[slot(clock)];
    }

    /** Whether it is silence that changes nothing at either end. */
    boolean isOmittable(long clock) {
        return (marks[slot(clock)] & OMITTABLE) != 0;
    }

    /** Whether the encoder was reset before it. */
    boolean isReset(long clock) {
        return (marks[slot(clock)] & RESET) != 0;
    }
}
