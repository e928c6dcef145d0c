package brigade.launcher.doctor;

/**
 * What an evening needs. Each formula holds what was measured (docs/benchmarks.md, docs/operating.md) and says how much is kept free.
 *
 * @param singers who sing at a time, 1 to 2,000
 * @param rooms rooms that sing at a time
 */
public record Needs(int singers, int rooms) {
    /** More than this in one room was never tried. */
    public static final int SINGERS_MAX = 2_000;

    /** Up to here every promise was held in a measurement, on two cores. */
    static final int SINGERS_PROVEN = 200;

    /** CPU of all servers per singer and second of song: stream v2, libopus, 200 singers. */
    private static final double CPU_SECONDS = 0.0047;

    /** Audio is late long before all cores are full: this part of them is used. */
    private static final double LOAD_MAX = 0.5;

    private static final long MIB = 1L << 20;

    /** A room's rings (RingSize.FULL). */
    private static final long RING_BYTES = 111 * MIB;

    /** A process as it starts to sing, and what a singer adds over all processes. */
    private static final long PROCESS_BYTES = 350 * MIB;

    private static final long SINGER_BYTES = MIB;

    /** The journal's packets of one singer in an hour: 32 kb/s and their heads. */
    private static final long RECORDED_BYTES_PER_HOUR = 18 * MIB;

    private static final long HOURS = 2;
    private static final long DISK_MIN_BYTES = 1_024 * MIB;

    /** Each singer: his socket to nginx, nginx' to the shard, the shard's. */
    private static final int FILES_PER_SINGER = 3;

    private static final int FILES_BASE = 512;

    /** Voice to the server, 32 to 64 kb/s; lead, backing and crowd from it, 64 kb/s each; heads of packets. */
    private static final double IN_MBIT = 0.07;

    private static final double OUT_MBIT = 0.22;

    /** Refuses what cannot be meant. */
    public Needs {
        if (singers < 1 || singers > SINGERS_MAX) {
            throw new IllegalArgumentException("--singers must be 1.." + SINGERS_MAX + ", got " + singers);
        }
        if (rooms < 1) {
            throw new IllegalArgumentException("--rooms must be at least 1, got " + rooms);
        }
    }

    /** Cores, so that half of them stay free; at least 2. */
    int cores() {
        return Math.max(2, (int) Math.ceil(singers * CPU_SECONDS / LOAD_MAX));
    }

    /** Cores that would be full with it. */
    double coresBusy() {
        return singers * CPU_SECONDS;
    }

    /** Shards: one per core. */
    int shards() {
        return Math.min(64, cores());
    }

    long memoryBytes() {
        return (shards() + 2) * PROCESS_BYTES + singers * SINGER_BYTES + sharedBytes();
    }

    long sharedBytes() {
        return rooms * RING_BYTES + shards() * MIB;
    }

    /** Two hours of recorded singing, or what there has to be anyway. */
    long diskBytes() {
        return DISK_MIN_BYTES + HOURS * singers * RECORDED_BYTES_PER_HOUR;
    }

    long diskMinBytes() {
        return DISK_MIN_BYTES;
    }

    /** Open files of one process, if all singers came to it. */
    int files() {
        return FILES_BASE + FILES_PER_SINGER * singers;
    }

    double inMbit() {
        return singers * IN_MBIT;
    }

    double outMbit() {
        return singers * OUT_MBIT;
    }
}
