package brigade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight hours of two singers in virtual time: the journal keeps its size, and the process its heap, files and maps. */
@Tag("slow")
class LongEveningTest {
    private static final JournalFormat FORMAT = new JournalFormat("test", 1);
    private static final long MAX_BYTES = 32L << 20;
    private static final int MESSAGES_PER_SECOND = 34;
    private static final int HOUR_S = 3_600;

    /**
     * What the process holds.
     *
     * @param heapBytes after a collection
     */
    private record Held(long heapBytes, long files, long maps) {
        static Held now() throws IOException {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long heap = runtime.totalMemory() - runtime.freeMemory();
            return new Held(heap, lines(Path.of("/proc/self/fd")), mapped());
        }

        private static long lines(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                return 0;
            }
            try (Stream<Path> files = Files.list(folder)) {
                return files.count();
            }
        }

        private static long mapped() throws IOException {
            Path maps = Path.of("/proc/self/maps");
            if (!Files.exists(maps)) {
                return 0;
            }
            try (Stream<String> lines = Files.lines(maps)) {
                return lines.filter(line -> line.contains(".cq4")).count();
            }
        }
    }

    @Test
    void nothingGrows(@TempDir Path root) throws IOException {
        long[] nowMs = {1_000_000};
        SplittableRandom random = new SplittableRandom(8);
        byte[] record = new byte[600];
        Held first = new Held(0, 0, 0);
        long bytes = 0;
        try (JournalWriter writer = new JournalWriter(
                root,
                "shard-01",
                FORMAT,
                new JournalLimits(MAX_BYTES, 7L * 24 * HOUR_S, 0, MAX_BYTES / 4),
                FreeSpace.OF_DISK,
                () -> nowMs[0])) {
            for (int hour = 1; hour <= 8; hour++) {
                for (int second = 0; second < HOUR_S; second++) {
                    nowMs[0] += 1_000;
                    for (int i = 0; i < MESSAGES_PER_SECOND; i++) {
                        assertThat(writer.append(record, random.nextInt(100, 400)))
                                .isTrue();
                    }
                }
                bytes = size(root);
                Held held = Held.now();
                System.out.printf("hour %d: %d MB on the disk, %s%n", hour, bytes >> 20, held);
                first = hour == 1 ? held : first;
                assertThat(bytes).isLessThan(MAX_BYTES + (8L << 20));
                assertThat(held.files()).isLessThanOrEqualTo(first.files() + 4);
                assertThat(held.maps()).isLessThanOrEqualTo(first.maps() + 20);
                assertThat(held.heapBytes()).isLessThan(first.heapBytes() + (16L << 20));
            }
        }
        assertThat(bytes).isPositive();
        double us = cpuUs(() -> write(root.resolve("cpu"), record));
        System.out.printf(
                "a record of 400 bytes costs %.2f us of CPU; 200 singers and the mix, 3,450 a second: %.2f %% of a core%n",
                us / 200_000, us / 200_000 * 3_450 / 10_000);
    }

    private static double cpuUs(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        work.run();
        long beforeNs = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - beforeNs) / 1e3;
    }

    private static void write(Path root, byte[] record) {
        JournalLimits limits = new JournalLimits(256L << 20, HOUR_S, 0, 128L << 20);
        try (JournalWriter writer =
                new JournalWriter(root, "one", FORMAT, limits, FreeSpace.OF_DISK, () -> 1_000_000)) {
            for (int i = 0; i < 200_000; i++) {
                writer.append(record, 400);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path root) throws IOException {
        long bytes = 0;
        for (JournalFolder.Segment segment : JournalFolder.segments(root)) {
            bytes += segment.bytes();
        }
        return bytes;
    }
}
