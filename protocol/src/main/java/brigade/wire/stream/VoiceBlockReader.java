package brigade.wire.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import brigade.wire.WireException;
import java.lang.foreign.MemorySegment;

/**
 * Walks over {@link VoiceBlock}s. Before the first {@link #next} and after the last nothing may be asked. Copies
 * nothing, allocates nothing; reused; one thread at a time.
 */
public final class VoiceBlockReader {
    private MemorySegment data = MemorySegment.NULL;
    private long end;
    private long at;
    private long next;

    /** Begins with the blocks that fill the first {@code bytes} bytes of {@code blocks}. */
    public VoiceBlockReader over(MemorySegment blocks, long bytes) {
        data = blocks;
        end = bytes;
        at = 0;
        next = 0;
        return this;
    }

    /**
     * Goes to the next block; false when there is none.
     *
     * @throws WireException 400 when the data ends within it
     */
    public boolean next() {
        at = next;
        if (at == end) {
            return false;
        }
        if (end - at < VoiceBlock.HEADER_BYTES) {
            throw WireException.malformed("a voice block's header is cut off");
        }
        int samples = samples();
        if (samples < 0 || samples > StreamLimits.BLOCK_MAX_SAMPLES) {
            throw WireException.malformed("a voice block of " + samples + " samples");
        }
        next = at + (isTalk() ? VoiceBlock.talkBytes(samples) : VoiceBlock.bytes(samples));
        if (next > end) {
            throw WireException.malformed("a voice block is cut off");
        }
        return true;
    }

    /** Who sang or talked. */
    public long person() {
        return data.get(JAVA_LONG_UNALIGNED, at + VoiceBlock.PERSON);
    }

    /** Sample position of the first sample, codec delay taken off; a talker's own clock. */
    public long startClock() {
        return data.get(JAVA_LONG_UNALIGNED, at + VoiceBlock.START_CLOCK);
    }

    /** The bucket that he heard meanwhile. */
    public int bucket() {
        return data.get(JAVA_INT_UNALIGNED, at + VoiceBlock.BUCKET);
    }

    /** How many samples; in talk how many bytes. */
    public int samples() {
        return data.get(JAVA_INT_UNALIGNED, at + VoiceBlock.SAMPLES);
    }

    /** Whether the sound is made up. */
    public boolean isConcealed() {
        return (data.get(JAVA_INT_UNALIGNED, at + VoiceBlock.FLAGS) & VoiceBlock.CONCEALED) != 0;
    }

    /** Whether it is talk. */
    public boolean isTalk() {
        return (data.get(JAVA_INT_UNALIGNED, at + VoiceBlock.FLAGS) & VoiceBlock.TALK) != 0;
    }

    /** How long before the call it reached the shard, in samples. */
    public int arrivalAgeSamples() {
        return data.get(JAVA_INT_UNALIGNED, at + VoiceBlock.AGE);
    }

    /** The memory that {@link #bodyOffset} points into. */
    public MemorySegment data() {
        return data;
    }

    /** Where the samples or the talk's bytes start in {@link #data()}. */
    public long bodyOffset() {
        return at + VoiceBlock.HEADER_BYTES;
    }

    /** Copies all samples into {@code target} from {@code index} on. */
    public void copySamples(float[] target, int index) {
        MemorySegment.copy(data, JAVA_FLOAT_UNALIGNED, bodyOffset(), target, index, samples());
    }

    /** Copies all bytes of the talk into {@code target} from {@code index} on. */
    public void copyBytes(byte[] target, int index) {
        MemorySegment.copy(data, JAVA_BYTE, bodyOffset(), target, index, samples());
    }
}
