package brigade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer is killed at random points; what it said to be written is there. {@code -Dbrigade.crash.points=20} for more kills than
 * the usual two, {@code -Dbrigade.crash.seed} for others.
 */
@Tag("slow")
class JournalCrashTest {
    @Test
    void whatWasAppendedOutlivesKill9(@TempDir Path root) throws IOException, InterruptedException {
        long seed = Long.getLong("brigade.crash.seed", 20261121);
        int points = Integer.getInteger("brigade.crash.points", 2);
        System.out.println("crash seed " + seed + ", " + points + " points");
        SplittableRandom random = new SplittableRandom(seed);
        long from = 0;
        for (int point = 0; point < points; point++) {
            long killAt = from + random.nextInt(1, 30_000);
            long said = runUntil(root, from, killAt);
            List<Long> numbers = read(root);
            assertThat(numbers.getLast()).as("kill at %d", killAt).isGreaterThanOrEqualTo(said);
            for (int i = 1; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
            }
            from = numbers.getLast() + 1;
        }
    }

    /** Lets a writer write up to a number, and kills it; what it said last. */
    private static long runUntil(Path root, long from, long killAt) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--") || flag.startsWith("-Dchronicle")) {
                command.add(flag);
            }
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "brigade.journal.CrashWriterMain",
                root.toString(),
                Long.toString(from)));
        Process writer = new ProcessBuilder(command)
                .redirectError(root.resolveSibling(root.getFileName() + ".err").toFile())
                .start();
        long said = from - 1;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null && said < killAt; line = out.readLine()) {
                if (line.matches("[0-9]+")) {
                    said = Long.parseLong(line);
                }
            }
        } finally {
            writer.destroyForcibly();
            writer.waitFor();
        }
        assertThat(said).as("the writer came that far").isEqualTo(killAt);
        return said;
    }

    private static List<Long> read(Path root) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (JournalFolder.Segment segment : JournalFolder.segments(root)) {
            try (JournalReader reader = new JournalReader(segment.folder(), CrashWriterMain.FORMAT)) {
                while (reader.next()) {
                    numbers.add(ByteBuffer.wrap(reader.record()).getLong(0));
                }
            }
        }
        return numbers;
    }
}
