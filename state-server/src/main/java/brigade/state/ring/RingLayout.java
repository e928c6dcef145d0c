package brigade.state.ring;

import java.util.zip.CRC32C;

/**
 * Where everything lies in a room's ring memory. Offsets and sizes only; native byte order, as the file never leaves
 * its machine.
 *
 * <pre>
 *      0  u64 magic | u32 version | u32 - | u32 reach samples | u32 ahead samples | u64 bytes in all
 *    128  u64 clock: how far the rings are wiped ahead for (written last, after wiping)
 *   4096  4 song slots of two copies each; the valid copy with the higher sequence counts
 *         copy: u64 sequence | u32 state | i32 bpm | u64 start | u64 end | u64 leader | i32 beats per repeat |
 *               i32 repeats | i32 metronome (bit 0), count-in beats (bits 8..) | i32 name bytes | 240 bytes name | u32 CRC-32C of all before
 *   8192  2048 singers of 64 bytes: u64 user id | u64 written up to | u64 delay samples | u32 state
 * 139264  counts, one i32 per block of 20 ms
 *      .  lead | voices | solo | round: i32 per sample, 21 fraction bits, each on a page of its own
 * </pre>
 */
final class RingLayout {
    static final long MAGIC = 0x474e_4952_4742_5242L;
    static final int VERSION = 1;
    static final int PAGE_BYTES = 4096;

    static final long MAGIC_OFFSET = 0;
    static final long VERSION_OFFSET = 8;
    static final long REACH_OFFSET = 16;
    static final long AHEAD_OFFSET = 20;
    static final long TOTAL_OFFSET = 24;
    static final long CLOCK_OFFSET = 128;

    static final long SONGS_OFFSET = 4096;
    static final int SONG_COPY_BYTES = 512;
    static final int SONG_SEQUENCE = 0;
    static final int SONG_STATE = 8;
    static final int SONG_BPM = 12;
    static final int SONG_START = 16;
    static final int SONG_END = 24;
    static final int SONG_LEADER = 32;
    static final int SONG_BEATS = 40;
    static final int SONG_REPEATS = 44;
    static final int SONG_METRONOME = 48;
    static final int SONG_NAME_BYTES = 52;
    static final int SONG_NAME = 56;
    static final int SONG_CRC = SONG_NAME + SongPlan.TRACK_NAME_MAX_BYTES;

    static final long SINGERS_OFFSET = 8192;
    static final int SINGERS_MAX = 2048;
    static final int SINGER_BYTES = 64;
    static final int SINGER_USER = 0;
    static final int SINGER_WRITTEN = 8;
    static final int SINGER_DELAY = 16;
    static final int SINGER_STATE = 24;

    static final int FREE = 0;
    static final int USED = 1;

    static final long COUNTS_OFFSET = SINGERS_OFFSET + (long) SINGERS_MAX * SINGER_BYTES;

    final long leadOffset;
    final long voicesOffset;
    final long soloOffset;
    final long roundOffset;
    final long ringBytes;
    final long roundBytes;
    final long totalBytes;

    RingLayout(RingSize size) {
        ringBytes = 4L * RingSize.BLOCK_SAMPLES * size.blocks();
        roundBytes = 4L * RingSize.BLOCK_SAMPLES * size.roundBlocks();
        leadOffset = COUNTS_OFFSET + pages(4L * size.blocks());
        voicesOffset = leadOffset + pages(ringBytes);
        soloOffset = voicesOffset + pages(ringBytes);
        roundOffset = soloOffset + pages(ringBytes);
        totalBytes = roundOffset + pages(roundBytes);
    }

    static long songCopyOffset(int slot, int copy) {
        return SONGS_OFFSET + (2L * slot + copy) * SONG_COPY_BYTES;
    }

    static long singerOffset(int row) {
        return SINGERS_OFFSET + (long) row * SINGER_BYTES;
    }

    static int crc(byte[] songCopy) {
        CRC32C crc = new CRC32C();
        crc.update(songCopy, 0, SONG_CRC);
        return (int) crc.getValue();
    }

    private static long pages(long bytes) {
        return Math.ceilDiv(bytes, PAGE_BYTES) * PAGE_BYTES;
    }
}
