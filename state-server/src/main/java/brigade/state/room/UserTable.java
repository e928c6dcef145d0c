package brigade.state.room;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The binary user table of exchange v1, kept ready as bytes: u16 count, then a row of {@value #ROW_BYTES} bytes per
 * active user, big-endian, in the order of their delays. Rows change in place; an answer copies them in one go.
 */
final class UserTable {
    /** u64 id, 32 bytes name, f32 fader, f32 rms, u16 delay in seconds, u8 bits. */
    static final int ROW_BYTES = 8 + 32 + 4 + 4 + 2 + 1;

    private static final int HEADER_BYTES = 2;
    private static final int NAME_OFFSET = 8;
    private static final int FADER_OFFSET = 40;
    private static final int RMS_OFFSET = 44;
    private static final int DELAY_OFFSET = 48;
    private static final int BITS_OFFSET = 50;
    private static final int MUTED_BIT = 1;
    private static final int SOLOED_BIT = 2;
    private static final int DELAY_MAX = 0xFFFF;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private byte[] image = new byte[HEADER_BYTES + 16 * ROW_BYTES];
    private Singer[] rows = new Singer[16];
    private int size;

    /** How many rows. */
    int size() {
        return size;
    }

    /** Bytes of the whole table. */
    int bytes() {
        return HEADER_BYTES + size * ROW_BYTES;
    }

    /** Who is in row {@code index}. */
    Singer at(int index) {
        return rows[index];
    }

    /** Copies the table to {@code out}, at {@code offsetBytes}. */
    void copyTo(MemorySegment out, long offsetBytes) {
        MemorySegment.copy(image, 0, out, ValueLayout.JAVA_BYTE, offsetBytes, bytes());
    }

    /** Adds a row for {@code singer}, who has none. */
    void add(Singer singer) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            image = Arrays.copyOf(image, HEADER_BYTES + 2 * size * ROW_BYTES);
        }
        int row = rowFor(singer.delaySeconds, size);
        shift(row, row + 1, size - row);
        size++;
        settle(singer, row);
        writeCount();
        writeIdAndName(singer);
        writeLevels(singer);
    }

    /** Takes {@code singer}'s row out. */
    void remove(Singer singer) {
        int row = singer.tableRow;
        shift(row + 1, row, size - row - 1);
        size--;
        singer.tableRow = -1;
        writeCount();
    }

    /** Writes id and name anew. */
    void writeIdAndName(Singer singer) {
        int at = offset(singer.tableRow);
        LONG.set(image, at, singer.id);
        int nameBytes = singer.nameUtf8.length;
        System.arraycopy(singer.nameUtf8, 0, image, at + NAME_OFFSET, nameBytes);
        Arrays.fill(image, at + NAME_OFFSET + nameBytes, at + FADER_OFFSET, (byte) 0);
    }

    /** Writes everything but id and name anew. */
    void writeLevels(Singer singer) {
        int at = offset(singer.tableRow);
        FLOAT.set(image, at + FADER_OFFSET, (float) singer.micVolume);
        FLOAT.set(image, at + RMS_OFFSET, singer.rms);
        SHORT.set(image, at + DELAY_OFFSET, (short) Math.clamp(singer.delaySeconds, 0, DELAY_MAX));
        image[at + BITS_OFFSET] = (byte) ((singer.muted ? MUTED_BIT : 0) | (singer.soloed ? SOLOED_BIT : 0));
    }

    /** Moves the row to where {@code singer}'s changed delay belongs. */
    void moveByDelay(Singer singer) {
        int from = singer.tableRow;
        boolean inOrder = (from == 0 || rows[from - 1].delaySeconds <= singer.delaySeconds)
                && (from == size - 1 || rows[from + 1].delaySeconds >= singer.delaySeconds);
        if (inOrder) {
            return;
        }
        shift(from + 1, from, size - from - 1);
        int to = rowFor(singer.delaySeconds, size - 1);
        shift(to, to + 1, size - 1 - to);
        settle(singer, to);
        writeIdAndName(singer);
    }

    /** The first row whose delay is not below {@code delaySeconds}; {@link #size()} when there is none. */
    int rowFrom(int delaySeconds) {
        return rowFor(delaySeconds - 1, size);
    }

    /** Behind the last of the first {@code count} rows whose delay is not larger. */
    private int rowFor(int delaySeconds, int count) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle].delaySeconds <= delaySeconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void shift(int from, int to, int count) {
        System.arraycopy(rows, from, rows, to, count);
        System.arraycopy(image, offset(from), image, offset(to), count * ROW_BYTES);
        for (int row = to; row < to + count; row++) {
            rows[row].tableRow = row;
        }
    }

    private void settle(Singer singer, int row) {
        rows[row] = singer;
        singer.tableRow = row;
    }

    private void writeCount() {
        SHORT.set(image, 0, (short) size);
    }

    private static int offset(int row) {
        return HEADER_BYTES + row * ROW_BYTES;
    }
}
