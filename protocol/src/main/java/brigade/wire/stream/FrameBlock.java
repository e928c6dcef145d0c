package brigade.wire.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Closed frames that the state server hands to a shard: one of the blocks that are the data of a {@code tick}'s reply.
 * Here is its layout, in native order, and how it is written; {@link FrameBlockReader} reads it.
 *
 * <pre>
 *    0 i32 room number   4 i32 stream   8 i32 bucket   12 i32 flags   16 i64 clock   24 i32 samples   28 i32 0
 *   32 f32 x samples     or nothing (SILENT)
 *      or, stream 7..10, `samples` bytes of a section of talk, padded to 8; `clock` is then the person who talks
 * </pre>
 *
 * <p>{@code samples} of sound and of silence is a whole number of frames: a long silence is one block.
 */
public final class FrameBlock {
    /** Bytes before the sound. */
    public static final int HEADER_BYTES = 32;

    /** Flag: silence of that many samples; none follow. */
    public static final int SILENT = 1;

    /** Flag: what was before it in this stream is missing, and stays so. */
    public static final int GAP = 2;

    static final int ROOM = 0;
    static final int STREAM = 4;
    static final int BUCKET = 8;
    static final int FLAGS = 12;
    static final int CLOCK = 16;
    static final int SAMPLES = 24;
    static final int RESERVED = 28;

    private FrameBlock() {}

    /** Bytes of a block of that many samples. */
    public static long bytes(int samples) {
        return VoiceBlock.pad(HEADER_BYTES + (long) samples * Float.BYTES);
    }

    /** Bytes of a block of silence. */
    public static long silentBytes() {
        return HEADER_BYTES;
    }

    /** Bytes of a talk block around {@code bytes} bytes. */
    public static long talkBytes(int bytes) {
        return VoiceBlock.pad(HEADER_BYTES + (long) bytes);
    }

    /**
     * Writes the header of a block; the sound, talk or nothing comes after it, padded to 8 bytes.
     *
     * @param room the room's number
     * @param stream one of {@link StreamId}
     * @param bucket whose frames they are; 0 for streams that are the same for all
     * @param flags {@link #SILENT}, {@link #GAP}
     * @param clock first sample, on the grid
     * @param samples whole frames; in talk bytes
     * @return where the sound goes
     */
    public static long writeHeader(
            MemorySegment to, long at, int room, int stream, int bucket, int flags, long clock, int samples) {
        to.set(JAVA_INT_UNALIGNED, at + ROOM, room);
        to.set(JAVA_INT_UNALIGNED, at + STREAM, stream);
        to.set(JAVA_INT_UNALIGNED, at + BUCKET, bucket);
        to.set(JAVA_INT_UNALIGNED, at + FLAGS, flags);
        to.set(JAVA_LONG_UNALIGNED, at + CLOCK, clock);
        to.set(JAVA_INT_UNALIGNED, at + SAMPLES, samples);
        to.set(JAVA_INT_UNALIGNED, at + RESERVED, 0);
        return at + HEADER_BYTES;
    }

    /**
     * Writes a talker's section.
     *
     * @param stream 7..10: the talker's place
     * @param person who talks: he is not sent it
     * @param section the section as it was received, from {@code from} on
     * @return offset after it
     */
    public static long writeTalk(
            MemorySegment to, long at, int room, int stream, long person, MemorySegment section, long from, int bytes) {
        long body = writeHeader(to, at, room, stream, 0, 0, person, bytes);
        MemorySegment.copy(section, JAVA_BYTE, from, to, JAVA_BYTE, body, bytes);
        return VoiceBlock.padTail(to, body + bytes, at + talkBytes(bytes));
    }
}
