package brigade.state.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a restarted server must know, in place in the ring memory. Written by the agent thread; a reader is only ever a
 * later process, after this one has died at any point: each number is one aligned store, a song is two copies with
 * checksums of which one is always whole.
 */
final class RingHeader {
    /** A song as the header knows it. */
    record StoredSong(SongPlan plan, int slot, long leaderId, long endSample) {}

    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment memory;
    private final byte[] copy = new byte[RingLayout.SONG_COPY_BYTES];
    private final ByteBuffer fields = ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());

    RingHeader(MemorySegment memory) {
        this.memory = memory;
    }

    /** Makes a new header; the magic is stored last. */
    void format(RingSize size, long totalBytes) {
        memory.set(JAVA_INT, RingLayout.VERSION_OFFSET, RingLayout.VERSION);
        memory.set(JAVA_INT, RingLayout.REACH_OFFSET, size.reachSamples());
        memory.set(JAVA_INT, RingLayout.AHEAD_OFFSET, size.aheadSamples());
        memory.set(JAVA_LONG, RingLayout.TOTAL_OFFSET, totalBytes);
        LONG.setRelease(memory, RingLayout.MAGIC_OFFSET, RingLayout.MAGIC);
    }

    /** The size of the rings behind this header; null when it is no header of this version. */
    static @Nullable RingSize sizeOf(MemorySegment memory) {
        if (memory.byteSize() < RingLayout.COUNTS_OFFSET
                || memory.get(JAVA_LONG, RingLayout.MAGIC_OFFSET) != RingLayout.MAGIC
                || memory.get(JAVA_INT, RingLayout.VERSION_OFFSET) != RingLayout.VERSION) {
            return null;
        }
        try {
            RingSize size = new RingSize(
                    memory.get(JAVA_INT, RingLayout.REACH_OFFSET), memory.get(JAVA_INT, RingLayout.AHEAD_OFFSET));
            long total = new RingLayout(size).totalBytes;
            return total == memory.get(JAVA_LONG, RingLayout.TOTAL_OFFSET) && total <= memory.byteSize() ? size : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    long clock() {
        return memory.get(JAVA_LONG, RingLayout.CLOCK_OFFSET);
    }

    void clock(long nowSamples) {
        LONG.setRelease(memory, RingLayout.CLOCK_OFFSET, nowSamples);
    }

    /** Stores {@code song} over the older of its slot's two copies. */
    void store(RingSong song) {
        SongPlan plan = song.plan();
        long sequence = 1 + Math.max(sequence(song.slot(), 0), sequence(song.slot(), 1));
        byte[] name = nameBytes(plan.trackName());
        fields.putLong(RingLayout.SONG_SEQUENCE, sequence);
        fields.putInt(RingLayout.SONG_STATE, RingLayout.USED);
        fields.putInt(RingLayout.SONG_BPM, plan.bpm());
        fields.putLong(RingLayout.SONG_START, song.startSample());
        fields.putLong(RingLayout.SONG_END, song.endSample());
        fields.putLong(RingLayout.SONG_LEADER, song.leaderId());
        fields.putInt(RingLayout.SONG_BEATS, plan.beatsPerRepeat());
        fields.putInt(RingLayout.SONG_REPEATS, plan.repeats());
        fields.putInt(RingLayout.SONG_METRONOME, (plan.metronome() ? 1 : 0) | plan.countInBeats() << 8);
        fields.putInt(RingLayout.SONG_NAME_BYTES, name.length);
        fields.put(RingLayout.SONG_NAME, name);
        write(song.slot(), sequence);
    }

    /** Frees a song's slot. */
    void clearSong(int slot) {
        long sequence = 1 + Math.max(sequence(slot, 0), sequence(slot, 1));
        fields.putLong(RingLayout.SONG_SEQUENCE, sequence);
        fields.putInt(RingLayout.SONG_STATE, RingLayout.FREE);
        write(slot, sequence);
    }

    private void write(int slot, long sequence) {
        fields.putInt(RingLayout.SONG_CRC, RingLayout.crc(copy));
        MemorySegment.copy(
                copy, 0, memory, JAVA_BYTE, RingLayout.songCopyOffset(slot, (int) (sequence & 1)), copy.length);
    }

    /** The song in {@code slot}; null when it is free or no copy is whole. */
    @Nullable
    StoredSong song(int slot) {
        long first = sequence(slot, 0);
        long second = sequence(slot, 1);
        if (Math.max(first, second) == 0 || !read(slot, second > first ? 1 : 0)) {
            return null;
        }
        if (fields.getInt(RingLayout.SONG_STATE) != RingLayout.USED) {
            return null;
        }
        try {
            SongPlan plan = new SongPlan(
                    fields.getLong(RingLayout.SONG_START),
                    fields.getLong(RingLayout.SONG_LEADER),
                    fields.getInt(RingLayout.SONG_BPM),
                    fields.getInt(RingLayout.SONG_BEATS),
                    fields.getInt(RingLayout.SONG_REPEATS),
                    (fields.getInt(RingLayout.SONG_METRONOME) & 1) != 0,
                    new String(
                            copy,
                            RingLayout.SONG_NAME,
                            fields.getInt(RingLayout.SONG_NAME_BYTES),
                            StandardCharsets.UTF_8),
                    fields.getInt(RingLayout.SONG_METRONOME) >> 8);
            return new StoredSong(plan, slot, plan.leaderId(), fields.getLong(RingLayout.SONG_END));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Sequence of a copy that is whole, else 0. */
    private long sequence(int slot, int which) {
        return read(slot, which) ? fields.getLong(RingLayout.SONG_SEQUENCE) : 0;
    }

    private boolean read(int slot, int which) {
        MemorySegment.copy(memory, JAVA_BYTE, RingLayout.songCopyOffset(slot, which), copy, 0, copy.length);
        return fields.getInt(RingLayout.SONG_CRC) == RingLayout.crc(copy);
    }

    boolean isSinger(int row) {
        return memory.get(JAVA_INT, RingLayout.singerOffset(row) + RingLayout.SINGER_STATE) == RingLayout.USED;
    }

    long singerId(int row) {
        return memory.get(JAVA_LONG, RingLayout.singerOffset(row) + RingLayout.SINGER_USER);
    }

    long writtenUpTo(int row) {
        return memory.get(JAVA_LONG, RingLayout.singerOffset(row) + RingLayout.SINGER_WRITTEN);
    }

    /** Stored before the samples below it are added: a crash between loses at most a block, and adds nothing twice. */
    void writtenUpTo(int row, long sample) {
        LONG.setRelease(memory, RingLayout.singerOffset(row) + RingLayout.SINGER_WRITTEN, sample);
        VarHandle.storeStoreFence();
    }

    long delaySamples(int row) {
        return memory.get(JAVA_LONG, RingLayout.singerOffset(row) + RingLayout.SINGER_DELAY);
    }

    void delaySamples(int row, long samples) {
        LONG.setRelease(memory, RingLayout.singerOffset(row) + RingLayout.SINGER_DELAY, samples);
    }

    void addSinger(int row, long userId) {
        writtenUpTo(row, 0);
        delaySamples(row, 0);
        LONG.setRelease(memory, RingLayout.singerOffset(row) + RingLayout.SINGER_USER, userId);
        INT.setRelease(memory, RingLayout.singerOffset(row) + RingLayout.SINGER_STATE, RingLayout.USED);
    }

    void removeSinger(int row) {
        INT.setRelease(memory, RingLayout.singerOffset(row) + RingLayout.SINGER_STATE, RingLayout.FREE);
    }

    /** The name as UTF-8, cut at a character so that it fits. */
    private static byte[] nameBytes(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, SongPlan.TRACK_NAME_MAX_BYTES);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }
}
