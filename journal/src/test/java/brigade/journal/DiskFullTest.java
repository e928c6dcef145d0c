package brigade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real file system that gets full while a journal is written, by somebody else and unasked: the process lives, what was written
 * is read, and it goes on when there is room again. Needs to mount one: for root alone.
 */
@Tag("slow")
class DiskFullTest {
    private static final JournalFormat FORMAT = new JournalFormat("test", 1);

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    @Test
    void theProcessLivesAndTheJournalGoesOnLater(@TempDir Path disk) throws Exception {
        boolean mounted = "root".equals(System.getProperty("user.name"))
                && run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
        Assumptions.assumeTrue(mounted, "only root can mount a small file system");
        try {
            long written = fill(disk);
            System.out.println(written + " records of 1 kB went to a disk of 12 MiB that another program filled");
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static long fill(Path disk) throws IOException {
        long[] nowMs = {1_000_000};
        // The disk is said to have room: what is left is found out by asking for blocks.
        try (JournalWriter writer = new JournalWriter(
                disk.resolve("journal"),
                "one",
                FORMAT,
                new JournalLimits(64L << 20, 3_600, 0, 32L << 20),
                folder -> 1L << 40,
                () -> nowMs[0])) {
            byte[] record = new byte[1_000];
            long written = 0;
            for (int i = 0; i < 500; i++) {
                written += append(writer, record, written);
            }
            assertThat(written).isEqualTo(500);
            Path other = disk.resolve("other");
            try (OutputStream out = Files.newOutputStream(other)) {
                byte[] block = new byte[4_096];
                for (int i = 0; i < 100_000; i++) {
                    out.write(block);
                }
                throw new AssertionError("the disk never gets full");
            } catch (IOException full) {
                System.out.println("another program: " + full.getMessage());
            }
            for (int i = 0; i < 12_000; i++) {
                written += append(writer, record, written);
            }
            // What was asked for before is still written: less than three blocks.
            assertThat(written).isBetween(500L, 3_800L);
            assertThat(writer.isFull()).isTrue();
            Files.delete(other);
            nowMs[0] += 2_500;
            long before = written;
            for (int i = 0; i < 1_000; i++) {
                written += append(writer, record, written);
            }
            assertThat(written).isEqualTo(before + 1_000);
            writer.end();
            read(disk, written);
            return written;
        }
    }

    private static int append(JournalWriter writer, byte[] record, long number) throws IOException {
        ByteBuffer.wrap(record).putLong(number);
        return writer.append(record, record.length) ? 1 : 0;
    }

    private static void read(Path disk, long written) throws IOException {
        long next = 0;
        for (JournalFolder.Segment segment : JournalFolder.segments(disk.resolve("journal"))) {
            try (JournalReader reader = new JournalReader(segment.folder(), FORMAT)) {
                while (reader.next()) {
                    assertThat(ByteBuffer.wrap(reader.record()).getLong()).isEqualTo(next++);
                }
                assertThat(reader.isTorn()).isFalse();
            }
        }
        assertThat(next).isEqualTo(written);
    }
}
