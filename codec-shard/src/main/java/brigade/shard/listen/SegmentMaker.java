package brigade.shard.listen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A room's sound in pieces of 4 s: segment N holds the clocks from {@code 192,000 N} to {@code 192,000 (N + 1)}. Each is a whole
 * Ogg Opus file, and one after the other plays without a gap, to the sample. A segment is made once nothing can be added to
 * it any more, and is the same bytes ever after. Any thread.
 */
final class SegmentMaker {
    static final int SEGMENT_SAMPLES = 192_000;
    static final int SEGMENT_SECONDS = 4;

    /** Segments in a playlist. */
    static final int LISTED = 6;

    /** Segments that can still be fetched: a player may be that far behind the playlist. */
    static final int KEPT = 10;

    /** Packets come at most so late: 20 s for the last row, 3 s for the need of the slowest, and something for the way. */
    static final long LATEST_SAMPLES = 25L * 48_000;

    private static final int FRAME = OggOpus.FRAME_SAMPLES;
    private static final int PACKETS_PER_PAGE = 50;

    private final RoomBroadcast room;
    private final LongSupplier serverClock;
    private final long firstSegment;
    private final Map<Long, byte[]> made = new LinkedHashMap<>();

    /** @param serverClock samples, now */
    SegmentMaker(RoomBroadcast room, LongSupplier serverClock) {
        this.room = room;
        this.serverClock = serverClock;
        // Some silence before, so that the first playlist is not empty: players take that for an error.
        firstSegment = (room.startClock() - LATEST_SAMPLES) / SEGMENT_SAMPLES - LISTED / 2;
    }

    /** The latest segment to which nothing can be added: packets after it were heard, or are overdue. */
    long latest() {
        long byPackets = (room.endClock() - FRAME) / SEGMENT_SAMPLES - 1;
        long byTime = (serverClock.getAsLong() - LATEST_SAMPLES) / SEGMENT_SAMPLES - 1;
        return Math.max(byPackets, byTime);
    }

    /** The oldest segment of a playlist that ends with {@code latest}. */
    long firstListed(long latest) {
        return Math.max(firstSegment, latest - LISTED + 1);
    }

    /** The file of that segment; empty when it is not there yet, or no more. */
    Optional<byte[]> segment(long number) {
        long latest = latest();
        if (number > latest || number < firstSegment || number <= latest - KEPT) {
            return Optional.empty();
        }
        synchronized (made) {
            byte[] file = made.computeIfAbsent(number, this::make);
            made.keySet().removeIf(old -> old <= latest - KEPT);
            return Optional.of(file);
        }
    }

    private byte[] make(long number) {
        OggOpus file = new OggOpus((int) number);
        long start = number * SEGMENT_SAMPLES;
        // One packet more than 4 s: the codec delay moves sound by 312 samples into it.
        int packets = OggOpus.PREROLL_FRAMES + SEGMENT_SAMPLES / FRAME + 1;
        for (int i = 0; i < packets; i++) {
            if (i > 0 && i % PACKETS_PER_PAGE == 0) {
                file.endPage();
            }
            file.packet(room.atOrSilence(start + (long) (i - OggOpus.PREROLL_FRAMES) * FRAME));
        }
        file.end(SEGMENT_SAMPLES);
        return file.take();
    }
}
