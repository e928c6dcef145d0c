package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is there whole or not at all, and at last: also when the disk would not have it for a while. */
class WholeFilesTest {
    @TempDir
    private Path folder;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void settle(WholeFiles files) throws Exception {
        files.afterwards(() -> "").get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater_itsLatestText() throws Exception {
        Path inTheWay = Files.writeString(folder.resolve("takes"), "no folder: nothing can be written into it");
        Path take = inTheWay.resolve("7.json");
        Path gone = inTheWay.resolve("8.json");
        try (WholeFiles files = new WholeFiles()) {
            files.save(take, text("first"));
            files.save(take, text("second"));
            files.save(gone, text("deleted meanwhile"));
            files.delete(gone);
            settle(files);
            assertThat(take).doesNotExist();
            Files.delete(inTheWay);
            for (int i = 0; i < 2_000 && !Files.exists(take); i++) {
                Thread.sleep(10);
            }
            assertThat(take).hasContent("second");
            assertThat(gone).doesNotExist();
            files.save(take, text("third"));
            settle(files);
        }
        assertThat(take).hasContent("third");
        try (Stream<Path> left = Files.list(inTheWay)) {
            assertThat(left).containsExactly(take); // no half-written ones
        }
    }

    @Test
    void theLastTryIsAtTheEnd() throws Exception {
        Path inTheWay = Files.writeString(folder.resolve("takes"), "");
        try (WholeFiles files = new WholeFiles()) {
            files.save(inTheWay.resolve("7.json"), text("kept"));
            settle(files);
            Files.delete(inTheWay);
        }
        assertThat(inTheWay.resolve("7.json")).hasContent("kept");
    }
}
