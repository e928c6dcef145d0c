package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("shard-01.log");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void showsWarningsAndErrorsOnce() throws IOException {
        ChildLog log = new ChildLog(file);
        append(
                "10:00:00.000 INFO  A: ready\n10:00:00.001 WARN  A: hm ünd\n\tat brigade.A.b(A.java:1)\n10:00:00.002 ERROR A: oh\n");
        assertThat(log.important(false)).containsExactly("WARN  A: hm ünd", "ERROR A: oh");
        assertThat(log.important(false)).isEmpty();
        append("10:00:01.000 WARN  A: again\n");
        assertThat(log.important(false)).containsExactly("WARN  A: again");
    }

    @Test
    void showsNewsWhileStarting() throws IOException {
        ChildLog log = new ChildLog(file);
        append("10:00:00.000 INFO  A: codec libopus\n");
        assertThat(log.important(true)).containsExactly("A: codec libopus");
    }

    @Test
    void readsLinesForMachines() throws IOException {
        ChildLog log = new ChildLog(file);
        append(
                "{\"timestamp\":1,\"level\":\"WARN\",\"loggerName\":\"brigade.A\",\"formattedMessage\":\"hm\"}\n{\"timestamp\"\n");
        append("{\"timestamp\":2,\"level\":\"INFO\",\"loggerName\":\"brigade.A\",\"formattedMessage\":\"well\"}\n");
        assertThat(log.important(true)).containsExactly("WARN A: hm", "A: well");
    }

    @Test
    void halfALineWaitsForItsRest() throws IOException {
        ChildLog log = new ChildLog(file);
        append("10:00:00.000 WARN  A: first ha");
        assertThat(log.important(false)).isEmpty();
        append("lf\n");
        assertThat(log.important(false)).containsExactly("WARN  A: first half");
    }

    @Test
    void whatAnEarlierRunWroteIsNotShown() throws IOException {
        append("10:00:00.000 WARN  A: old\n");
        ChildLog log = new ChildLog(file);
        append("10:00:00.000 WARN  A: new\n");
        assertThat(log.important(false)).containsExactly("WARN  A: new");
    }

    @Test
    void theFileStaysBoundedWhileTheChildHoldsItOpen() throws IOException {
        ChildLog log = new ChildLog(file);
        try (var child = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            child.write(new byte[(int) ChildLog.MAX_BYTES + 1]);
            log.bound();
            child.write("10:00:00.000 WARN  A: on it goes\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.size(file)).isLessThan(100);
        assertThat(Files.size(folder.resolve("shard-01.log.1"))).isEqualTo(ChildLog.MAX_BYTES + 1);
        assertThat(log.important(false)).containsExactly("WARN  A: on it goes");
    }

    @Test
    void lastLinesOfWhatIsThere() throws IOException {
        append("one\ntwo\nthree\n");
        assertThat(new ChildLog(file).lastLines(2)).containsExactly("two", "three");
        assertThat(new ChildLog(folder.resolve("none")).lastLines(2)).isEmpty();
    }
}
