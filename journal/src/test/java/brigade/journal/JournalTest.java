package brigade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is read again, whatever happened to the files; never more is kept than was said. */
class JournalTest {
    private static final JournalFormat FORMAT = new JournalFormat("test", 3);
    private static final int RECORD_BYTES = 200;

    @TempDir
    Path root;

    private final AtomicLong nowMs = new AtomicLong(1_700_000_000_000L);

    private JournalWriter writer(JournalLimits limits, FreeSpace space) {
        return new JournalWriter(root, "shard-01", FORMAT, limits, space, nowMs::get);
    }

    private JournalWriter writer() {
        return writer(JournalLimits.of(1L << 30, 3_600, 0), FreeSpace.OF_DISK);
    }

    private static byte[] record(long number) {
        byte[] record = new byte[RECORD_BYTES];
        Arrays.fill(record, (byte) 0x5a);
        return ByteBuffer.wrap(record)
                .putLong(0, number)
                .putLong(RECORD_BYTES - 8, ~number)
                .array();
    }

    private static void write(JournalWriter writer, long from, long to) throws IOException {
        for (long i = from; i < to; i++) {
            assertThat(writer.append(record(i), RECORD_BYTES)).isTrue();
        }
    }

    private List<Long> read() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (JournalFolder.Segment segment : JournalFolder.segments(root)) {
            try (JournalReader reader = new JournalReader(segment.folder(), FORMAT)) {
                while (reader.next()) {
                    ByteBuffer record = ByteBuffer.wrap(reader.record(), 0, reader.length());
                    assertThat(record.getLong(RECORD_BYTES - 8)).isEqualTo(~record.getLong(0));
                    numbers.add(record.getLong(0));
                }
            }
        }
        return numbers;
    }

    private static List<Long> upTo(long end) {
        return java.util.stream.LongStream.range(0, end).boxed().toList();
    }

    @Test
    void whatWasWrittenIsReadInItsOrder_alsoWhileItIsBeingWritten() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 0, 500);
            assertThat(read()).isEqualTo(upTo(500));
            writer.end();
            write(writer, 500, 1_000);
        }
        assertThat(read()).isEqualTo(upTo(1_000));
        assertThat(JournalFolder.segments(root)).hasSize(2);
    }

    private Path queueFile() throws IOException {
        Path segment = JournalFolder.segments(root).getFirst().folder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(segment, "*.cq4")) {
            return files.iterator().next();
        }
    }

    /** Where record {@code number} stands in the file. */
    private static int find(byte[] file, long number) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        for (int i = 0; i + RECORD_BYTES <= file.length; i++) {
            if (bytes.getLong(i) == number && bytes.getLong(i + RECORD_BYTES - 8) == ~number) {
                return i;
            }
        }
        throw new AssertionError("no record " + number);
    }

    @Test
    void aPageThatAPowerCutTookCutsTheTailAndNothingElse() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1_000_000, 1_000_400);
        }
        Path file = queueFile();
        int at = find(Files.readAllBytes(file), 1_000_300);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            System.out.println(
                    "AT " + at + " " + channel.size() + " " + channel.write(ByteBuffer.allocate(100), at + 50));
        }
        assertThat(read()).hasSize(300).startsWith(1_000_000L).endsWith(1_000_299L);
    }

    @Test
    void aFileThatEndsAnywhereIsReadUpToThere() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1_000_000, 1_000_400);
        }
        Path file = queueFile();
        byte[] whole = Files.readAllBytes(file);
        int first = find(whole, 1_000_000);
        int last = find(whole, 1_000_399);
        long seed = 20261121;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 12; i++) {
            int cut = i == 0 ? 0 : random.nextInt(first, last);
            Files.write(file, Arrays.copyOf(whole, cut));
            List<Long> numbers = read();
            assertThat(numbers).as("cut at %d", cut).hasSizeLessThan(400);
            for (int k = 0; k < numbers.size(); k++) {
                assertThat(numbers.get(k)).isEqualTo(1_000_000L + k);
            }
            long before = cut <= first ? 0 : (long) ((cut - first) / ((last - first) / 399.0));
            assertThat((long) numbers.size()).as("cut at %d", cut).isBetween(Math.max(0, before - 1), before + 1);
        }
    }

    @Test
    void noiseIsNoRecordAndNoError() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1_000_000, 1_000_400);
        }
        Path file = queueFile();
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 10; round++) {
            byte[] noisy = whole.clone();
            int from = random.nextInt(whole.length / 2);
            for (int i = from; i < Math.min(whole.length, from + 5_000); i++) {
                noisy[i] = (byte) random.nextInt();
            }
            Files.write(file, noisy);
            List<Long> numbers = read();
            assertThat(numbers).hasSizeLessThanOrEqualTo(400);
            for (int k = 0; k < numbers.size(); k++) {
                assertThat(numbers.get(k)).isEqualTo(1_000_000L + k);
            }
        }
    }

    @Test
    void anotherVersionOrKindIsRefusedByOneSentence() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 0, 1);
        }
        Path segment = JournalFolder.segments(root).getFirst().folder();
        assertThatThrownBy(() -> new JournalReader(segment, new JournalFormat("test", 4)))
                .isInstanceOf(JournalFormatException.class)
                .hasMessage(segment + " was written in version 3 of its format; this program reads version 4");
        assertThatThrownBy(() -> new JournalReader(segment, new JournalFormat("voice", 3)))
                .hasMessageContaining("is a journal of kind test, and voice is wanted");
        Files.writeString(segment.resolve("FORMAT"), "something else\n");
        assertThatThrownBy(() -> new JournalReader(segment, FORMAT)).hasMessageEndingWith("is no journal of ours");
        Files.delete(segment.resolve("FORMAT"));
        assertThatThrownBy(() -> new JournalReader(segment, FORMAT)).hasMessageEndingWith("is no journal of ours");
    }

    @Test
    void aFullDiskStopsTheJournalBeforeItIsFull_andRoomLetsItGoOn() throws IOException {
        AtomicLong free = new AtomicLong(8L << 20);
        try (JournalWriter writer = writer(JournalLimits.of(1L << 30, 3_600, 4L << 20), folder -> free.get())) {
            write(writer, 0, 100);
            free.set(5L << 20); // less than what has to stay free and two blocks
            int written = 0;
            while (writer.append(record(100 + written), RECORD_BYTES)) {
                written++;
                assertThat((long) written * RECORD_BYTES).isLessThan(1L << 20);
            }
            assertThat(writer.isFull()).isTrue();
            free.set(80L << 20);
            assertThat(writer.append(record(0), RECORD_BYTES))
                    .as("it asks only every 2 s")
                    .isFalse();
            nowMs.addAndGet(2_000);
            write(writer, 100 + written, 200 + written);
            assertThat(writer.isFull()).isFalse();
            assertThat(read()).isEqualTo(upTo(200 + written));
        }
    }

    @Test
    void aSlowJournalNoticesAFullDiskWithinSeconds() throws IOException {
        AtomicLong free = new AtomicLong(80L << 20);
        try (JournalWriter writer = writer(JournalLimits.of(1L << 30, 3_600, 4L << 20), folder -> free.get())) {
            write(writer, 0, 10);
            free.set(5L << 20);
            nowMs.addAndGet(4_000);
            write(writer, 10, 20);
            nowMs.addAndGet(1_000);
            assertThat(writer.append(record(20), RECORD_BYTES)).isFalse();
            assertThat(writer.isFull()).isTrue();
            assertThat(read()).isEqualTo(upTo(20));
        }
    }

    @Test
    void theOldestGoAndTheNewestNever() throws IOException {
        JournalLimits limits = new JournalLimits(12L << 20, 3_600, 0, 1L << 20);
        long records = 300_000;
        try (JournalWriter writer = writer(limits, FreeSpace.OF_DISK)) {
            for (long i = 0; i < records; i++) {
                assertThat(writer.append(record(i), RECORD_BYTES)).isTrue();
                nowMs.addAndGet(i % 100 == 0 ? 1 : 0);
            }
        }
        List<Long> kept = read();
        long bytes = 0;
        for (JournalFolder.Segment segment : JournalFolder.segments(root)) {
            bytes += segment.bytes();
        }
        assertThat(bytes).isLessThan(20L << 20);
        assertThat(kept).endsWith(records - 1);
        for (int i = 1; i < kept.size(); i++) {
            assertThat(kept.get(i)).isEqualTo(kept.get(i - 1) + 1);
        }
        nowMs.set(System.currentTimeMillis() + 3_700_000L);
        try (JournalWriter writer = writer(limits, FreeSpace.OF_DISK)) {
            write(writer, 0, 1);
        }
        assertThat(read()).as("what is too old goes").containsExactly(0L);
    }

    @Test
    void aSegmentThatHasEndedTakesNoMoreThanItHolds() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 0, 1_000);
        }
        JournalFolder.Segment segment = JournalFolder.segments(root).getFirst();
        assertThat(segment.bytes()).isBetween(1_000L * RECORD_BYTES, 1_000L * RECORD_BYTES * 4);
        assertThat(read()).hasSize(1_000);
        assertThat(segment.bytes()).isLessThan(1_000L * RECORD_BYTES * 4);
    }

    /** The queue begins a file each day; what comes after midnight needs blocks of its own. */
    @Test
    void blocksAreAskedForAfterMidnightToo() throws IOException {
        long midnightMs = (nowMs.get() / 86_400_000 + 1) * 86_400_000;
        nowMs.set(midnightMs - 500);
        try (JournalWriter writer = writer()) {
            write(writer, 0, 5_000);
            nowMs.set(midnightMs + 500);
            write(writer, 5_000, 5_010);
            Path folder = JournalFolder.segments(root).getFirst().folder();
            List<Path> days = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cq4")) {
                files.forEach(days::add);
            }
            days.sort(null);
            assertThat(days).hasSize(2);
            assertThat(diskBytes(days.getLast())).isGreaterThan(2L * SegmentWriter.BLOCK_BYTES);
            write(writer, 5_010, 20_000);
        }
        assertThat(read()).hasSize(20_000).isSorted();
        assertThat(JournalFolder.segments(root)).hasSize(1);
        assertThat(JournalFolder.segments(root).getFirst().bytes()).isLessThan(20_000L * RECORD_BYTES * 2);
    }

    /** What it really takes, holes left out. */
    private static long diskBytes(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return Long.parseLong(said.split("\\s", 2)[0]);
    }
}
