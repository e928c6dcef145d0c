package brigade.state.room;

import brigade.state.ring.ClosedStream;
import brigade.wire.stream.FrameBlock;
import brigade.wire.stream.StreamLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The frame blocks of one reply, gathered before they are copied into it: only then is known how many they are. Made once,
 * then allocates nothing. Agent thread only.
 */
final class FrameOut {
    /** Data of one reply at most; what is over comes with the next turn. */
    static final long MAX_BYTES = 900_000;

    /** Frames of one block of sound. */
    private static final int RUN_FRAMES = 50;

    /** Frames of one block of silence: 40 s. */
    private static final int SILENT_RUN_FRAMES = 2_000;

    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    private final MemorySegment space = Arena.ofAuto().allocate(MAX_BYTES, Long.BYTES);
    private long at;

    /** Begins a reply. */
    void begin() {
        at = 0;
    }

    /** Bytes gathered. */
    long bytes() {
        return at;
    }

    /** What was gathered is the first {@link #bytes} of it. */
    MemorySegment data() {
        return space;
    }

    /** Whether a talk block of {@code bytes} fits. */
    boolean fitsTalk(int bytes) {
        return at + FrameBlock.talkBytes(bytes) <= MAX_BYTES;
    }

    /** Adds a talk block that is {@link #fitsTalk fitting}. */
    void talk(int room, int stream, long person, byte[] section) {
        at = FrameBlock.writeTalk(space, at, room, stream, person, MemorySegment.ofArray(section), 0, section.length);
    }

    /**
     * Adds the frames {@code [from, to)} of {@code stream}, as many as fit.
     *
     * @param gap whether what was before them is missing
     * @return the first frame that did not fit; {@code to} when all did
     */
    long add(int room, ClosedStream stream, long from, long to, boolean gap) {
        long next = from;
        boolean missing = gap;
        while (next < to) {
            boolean silent = stream.isSilent(next);
            long end = next + FRAME;
            long longest = next + (long) (silent ? SILENT_RUN_FRAMES : RUN_FRAMES) * FRAME;
            while (end < to && end < longest && stream.isSilent(end) == silent) {
                end += FRAME;
            }
            if (silent) {
                if (at + FrameBlock.silentBytes() > MAX_BYTES) {
                    return next;
                }
            } else {
                long left = MAX_BYTES - at - FrameBlock.HEADER_BYTES;
                long fitting = left / ((long) FRAME * Float.BYTES);
                if (fitting <= 0) {
                    return next;
                }
                end = Math.min(end, next + fitting * FRAME);
            }
            write(room, stream, next, end, silent, missing);
            missing = false;
            next = end;
        }
        return next;
    }

    private void write(int room, ClosedStream stream, long from, long to, boolean silent, boolean gap) {
        int flags = (silent ? FrameBlock.SILENT : 0) | (gap ? FrameBlock.GAP : 0);
        int samples = (int) (to - from);
        long body = FrameBlock.writeHeader(
                space, at, room, stream.kind().wireNumber(), stream.bucket(), flags, from, samples);
        if (silent) {
            at += FrameBlock.silentBytes();
            return;
        }
        for (long frame = from; frame < to; frame += FRAME) {
            stream.copyTo(frame, space, body + (frame - from) * Float.BYTES);
        }
        at += FrameBlock.bytes(samples);
    }
}
