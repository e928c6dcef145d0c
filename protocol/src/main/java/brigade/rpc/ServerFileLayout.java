package brigade.rpc;

/**
 * Where everything lies in {@code state.bin}, the state server's own file. The only class with offsets of that file;
 * native byte order.
 *
 * <pre>
 *     0  magic u64 | version u32 | file bytes u32
 *    16  boot id u64 u64 | anchor: Unix ns i64 | anchor: monotonic ns i64      written once a boot
 *   128  server generation u64 | server's heartbeat i64 | pid u32, for people  written by the server
 *   256  doorbell u32                                    added to by shards; futex word of the server
 *   384  server sleeps on the doorbell u32                                     written by the server
 *   512  attach counter u32                              added to by shards that want to be found
 *  4096  end
 * </pre>
 */
final class ServerFileLayout {
    /** "BRIGSTAT" as bytes on a little-endian machine. */
    static final long MAGIC = 0x54415453_47495242L;

    static final int VERSION = 1;

    static final long MAGIC_OFFSET = 0;
    static final long VERSION_OFFSET = 8;
    static final long FILE_BYTES_OFFSET = 12;
    static final long BOOT_ID_HIGH_OFFSET = 16;
    static final long BOOT_ID_LOW_OFFSET = 24;
    static final long ANCHOR_UNIX_OFFSET = 32;
    static final long ANCHOR_MONOTONIC_OFFSET = 40;

    static final long GENERATION_OFFSET = 128;
    static final long HEARTBEAT_OFFSET = 136;
    static final long PID_OFFSET = 144;

    static final long DOORBELL_OFFSET = 256;
    static final long SERVER_SLEEPS_OFFSET = 384;
    static final long ATTACH_COUNTER_OFFSET = 512;

    static final int FILE_BYTES = 4_096;

    private ServerFileLayout() {}
}
