package brigade.shard.listen;

import brigade.shard.stream.PacketListener;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last packets of a room's stream {@code all}, by their clocks. The tick thread writes and never waits; any number of
 * threads read. A packet is never changed; its place is taken by the one {@value #KEPT_FRAMES} frames later.
 */
final class RoomBroadcast implements PacketListener {
    static final int FRAME = OggOpus.FRAME_SAMPLES;

    /** 48 s: what a playlist offers, and what a slow reader may lag. */
    static final int KEPT_FRAMES = 2_400;

    /** Without a packet for so long the room is silent at the moment. */
    private static final long PAUSE_NS = 1_000_000_000L;

    private static final class Frame {
        final long clock;
        final byte[] packet;

        Frame(long clock, byte[] packet) {
            this.clock = clock;
            this.packet = packet;
        }
    }

    private final AtomicReferenceArray<@Nullable Frame> frames = new AtomicReferenceArray<>(KEPT_FRAMES);
    private final byte[] silence;
    private final LongSupplier nowNs;
    private final long startClock;

    /** End of the latest packet; -1 before the first. */
    private volatile long endClock = -1;

    private volatile long latestNs;
    private volatile @Nullable String ended;

    /** Endless streams that are fed from here. */
    final AtomicInteger readers = new AtomicInteger();

    /** When somebody last asked for it. */
    volatile long usedNs;

    /**
     * Empty.
     *
     * @param silence the packet of lasting silence
     * @param startClock now, in the server's samples: nothing is known of what was before
     */
    RoomBroadcast(byte[] silence, long startClock, LongSupplier nowNs) {
        this.silence = silence;
        this.startClock = startClock;
        this.nowNs = nowNs;
        usedNs = nowNs.getAsLong();
    }

    @Override
    public void packet(long clock, boolean reset, byte[] bytes, int offset, int length) {
        boolean silent = Arrays.equals(bytes, offset, offset + length, silence, 0, silence.length);
        byte[] packet = silent ? silence : Arrays.copyOfRange(bytes, offset, offset + length);
        frames.set(slot(clock), new Frame(clock, packet));
        latestNs = nowNs.getAsLong();
        endClock = Math.max(endClock, clock + FRAME);
    }

    @Override
    public void ended(String reason) {
        ended = reason;
    }

    private static int slot(long clock) {
        return (int) (clock / FRAME % KEPT_FRAMES);
    }

    /** The packet of the frame at that clock; null when there is none, or no more. */
    byte @Nullable [] at(long clock) {
        Frame frame = frames.get(slot(clock));
        return frame != null && frame.clock == clock ? frame.packet : null;
    }

    /** The packet of that frame; silence where there is none. */
    byte[] atOrSilence(long clock) {
        byte[] packet = at(clock);
        return packet == null ? silence : packet;
    }

    /** The packet of lasting silence. */
    byte[] silence() {
        return silence;
    }

    /** End of the latest packet; -1 before the first. */
    long endClock() {
        return endClock;
    }

    /** Since when it listens. */
    long startClock() {
        return startClock;
    }

    /** Whether packets come at the moment. */
    boolean isSounding() {
        return endClock >= 0 && nowNs.getAsLong() - latestNs < PAUSE_NS;
    }

    /** Why there will be no more packets; null while there may. */
    @Nullable
    String ended() {
        return ended;
    }
}
