package brigade.wire.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import brigade.wire.WireException;
import java.lang.foreign.MemorySegment;

/**
 * Walks over {@link FrameBlock}s. Before the first {@link #next} and after the last nothing may be asked. Copies
 * nothing, allocates nothing; reused; one thread at a time.
 */
public final class FrameBlockReader {
    /** Silence may be long: a minute is longer than any stream is kept. */
    private static final int SILENCE_MAX_SAMPLES = 60 * 48_000;

    private MemorySegment data = MemorySegment.NULL;
    private long end;
    private long at;
    private long next;

    /** Begins with the blocks that fill the first {@code bytes} bytes of {@code blocks}. */
    public FrameBlockReader over(MemorySegment blocks, long bytes) {
        data = blocks;
        end = bytes;
        at = 0;
        next = 0;
        return this;
    }

    /**
     * Goes to the next block; false when there is none.
     *
     * @throws WireException 400 when it is cut off, off the grid, or of no stream
     */
    public boolean next() {
        at = next;
        if (at == end) {
            return false;
        }
        if (end - at < FrameBlock.HEADER_BYTES) {
            throw WireException.malformed("a frame block's header is cut off");
        }
        int samples = samples();
        if (samples < 0 || samples > (isSilent() ? SILENCE_MAX_SAMPLES : StreamLimits.BLOCK_MAX_SAMPLES)) {
            throw WireException.malformed("a frame block of " + samples + " samples");
        }
        if (!isTalk() && !StreamId.isMix(stream())) {
            throw WireException.malformed("a frame block of stream " + stream());
        }
        if (!isTalk() && (clock() % StreamLimits.FRAME_SAMPLES != 0 || samples % StreamLimits.FRAME_SAMPLES != 0)) {
            throw WireException.malformed("a frame block off the grid");
        }
        next = at + blockBytes(samples);
        if (next > end) {
            throw WireException.malformed("a frame block is cut off");
        }
        return true;
    }

    private long blockBytes(int samples) {
        if (isTalk()) {
            return FrameBlock.talkBytes(samples);
        }
        return isSilent() ? FrameBlock.silentBytes() : FrameBlock.bytes(samples);
    }

    /** Number of the room. */
    public int room() {
        return data.get(JAVA_INT_UNALIGNED, at + FrameBlock.ROOM);
    }

    /** Which stream, of {@link StreamId}. */
    public int stream() {
        return data.get(JAVA_INT_UNALIGNED, at + FrameBlock.STREAM);
    }

    /** Whose frames; 0 for streams that are the same for all. */
    public int bucket() {
        return data.get(JAVA_INT_UNALIGNED, at + FrameBlock.BUCKET);
    }

    /** Whether it is silence, and no samples follow. */
    public boolean isSilent() {
        return (data.get(JAVA_INT_UNALIGNED, at + FrameBlock.FLAGS) & FrameBlock.SILENT) != 0;
    }

    /** Whether what was before it in this stream is missing. */
    public boolean isAfterGap() {
        return (data.get(JAVA_INT_UNALIGNED, at + FrameBlock.FLAGS) & FrameBlock.GAP) != 0;
    }

    /** Whether it is talk. */
    public boolean isTalk() {
        return StreamId.isTalker(stream());
    }

    /** Sample position of its first sample; in talk the person who talks. */
    public long clock() {
        return data.get(JAVA_LONG_UNALIGNED, at + FrameBlock.CLOCK);
    }

    /** How many samples; in talk how many bytes. */
    public int samples() {
        return data.get(JAVA_INT_UNALIGNED, at + FrameBlock.SAMPLES);
    }

    /** The memory that {@link #bodyOffset} points into. */
    public MemorySegment data() {
        return data;
    }

    /** Where the samples or the talk's bytes start in {@link #data()}. */
    public long bodyOffset() {
        return at + FrameBlock.HEADER_BYTES;
    }

    /** Copies {@code samples} samples, from the block's sample {@code from} on, into {@code target} at {@code index}. */
    public void copySamples(int from, float[] target, int index, int samples) {
        MemorySegment.copy(
                data, JAVA_FLOAT_UNALIGNED, bodyOffset() + (long) from * Float.BYTES, target, index, samples);
    }

    /** Copies all bytes of the talk into {@code target} from {@code index} on. */
    public void copyBytes(byte[] target, int index) {
        MemorySegment.copy(data, JAVA_BYTE, bodyOffset(), target, index, samples());
    }
}
