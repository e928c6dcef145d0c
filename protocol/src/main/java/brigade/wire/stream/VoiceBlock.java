package brigade.wire.stream;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Sound that a shard hands to the state server: one of the blocks that are the data of a {@code tick}'s request. Here
 * is its layout, in native order, and how it is written; {@link VoiceBlockReader} reads it.
 *
 * <pre>
 *    0 i64 person   8 i64 startClock   16 i32 bucket heard   20 i32 samples   24 i32 flags   28 i32 arrivalAgeSamples
 *   32 f32 x samples, padded to 8        or, flag TALK, `samples` bytes of a talk section, padded to 8
 * </pre>
 *
 * <p>Accesses are unaligned ones, since a segment over a heap array may start anywhere. Any thread; the segment's
 * owner sees to it that one at a time uses it.
 */
public final class VoiceBlock {
    /** Bytes before the sound. */
    public static final int HEADER_BYTES = 32;

    /** Flag: the sound is made up, for packets that were lost. */
    public static final int CONCEALED = 1;

    /** Flag: not samples but the bytes of a section of talk. */
    public static final int TALK = 2;

    static final int PERSON = 0;
    static final int START_CLOCK = 8;
    static final int BUCKET = 16;
    static final int SAMPLES = 20;
    static final int FLAGS = 24;
    static final int AGE = 28;

    private VoiceBlock() {}

    /** Bytes of a block of that many samples. */
    public static long bytes(int samples) {
        return pad(HEADER_BYTES + (long) samples * Float.BYTES);
    }

    /** Bytes of a talk block around {@code bytes} bytes. */
    public static long talkBytes(int bytes) {
        return pad(HEADER_BYTES + (long) bytes);
    }

    static long pad(long bytes) {
        return (bytes + 7) & -8L;
    }

    /**
     * Writes a block of sound; it needs {@link #bytes} of room.
     *
     * @param person who sang
     * @param startClock sample position of the first sample, codec delay already taken off
     * @param bucket which he heard meanwhile
     * @param flags {@link #CONCEALED} or 0
     * @param arrivalAgeSamples how long ago it reached the shard
     * @return offset after it
     */
    public static long write(
            MemorySegment to,
            long at,
            long person,
            long startClock,
            int bucket,
            int flags,
            int arrivalAgeSamples,
            float[] sound,
            int from,
            int samples) {
        writeHeader(to, at, person, startClock, bucket, samples, flags, arrivalAgeSamples);
        MemorySegment.copy(sound, from, to, JAVA_FLOAT_UNALIGNED, at + HEADER_BYTES, samples);
        return padTail(to, at + HEADER_BYTES + (long) samples * Float.BYTES, at + bytes(samples));
    }

    /**
     * Writes a block of talk; it needs {@link #talkBytes} of room.
     *
     * @param clock the talker's own clock
     * @param section the section as it was received, from {@code from} on
     * @return offset after it
     */
    public static long writeTalk(
            MemorySegment to,
            long at,
            long person,
            long clock,
            int arrivalAgeSamples,
            byte[] section,
            int from,
            int bytes) {
        writeHeader(to, at, person, clock, 0, bytes, TALK, arrivalAgeSamples);
        MemorySegment.copy(section, from, to, java.lang.foreign.ValueLayout.JAVA_BYTE, at + HEADER_BYTES, bytes);
        return padTail(to, at + HEADER_BYTES + bytes, at + talkBytes(bytes));
    }

    /** Makes all blocks in the first {@code bytes} bytes, as written above, older: they waited before they were sent. */
    public static void addAge(MemorySegment blocks, long bytes, int moreSamples) {
        long at = 0;
        while (at < bytes) {
            int samples = blocks.get(JAVA_INT_UNALIGNED, at + SAMPLES);
            boolean talk = (blocks.get(JAVA_INT_UNALIGNED, at + FLAGS) & TALK) != 0;
            blocks.set(JAVA_INT_UNALIGNED, at + AGE, blocks.get(JAVA_INT_UNALIGNED, at + AGE) + moreSamples);
            at += talk ? talkBytes(samples) : bytes(samples);
        }
    }

    private static void writeHeader(
            MemorySegment to, long at, long person, long startClock, int bucket, int samples, int flags, int age) {
        to.set(JAVA_LONG_UNALIGNED, at + PERSON, person);
        to.set(JAVA_LONG_UNALIGNED, at + START_CLOCK, startClock);
        to.set(JAVA_INT_UNALIGNED, at + BUCKET, bucket);
        to.set(JAVA_INT_UNALIGNED, at + SAMPLES, samples);
        to.set(JAVA_INT_UNALIGNED, at + FLAGS, flags);
        to.set(JAVA_INT_UNALIGNED, at + AGE, age);
    }

    static long padTail(MemorySegment to, long at, long end) {
        for (long i = at; i < end; i++) {
            to.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) 0);
        }
        return end;
    }
}
