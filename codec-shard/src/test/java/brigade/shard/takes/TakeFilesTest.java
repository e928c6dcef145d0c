package brigade.shard.takes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made takes that are too much or too old: the oldest go, with all that is known of them, the newest never for its size. */
class TakeFilesTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long NOW_MS = 1_795_300_000_000L;

    @TempDir
    private Path data;

    private final List<String> gone = new ArrayList<>();

    private TakeFiles files() {
        TakeFiles files = new TakeFiles(data);
        files.onDelete((room, take) -> gone.add(room + " " + take));
        return files;
    }

    private void made(String room, String take, int bytes, int hoursAgo) throws IOException {
        Path folder = Files.createDirectories(data.resolve("takes").resolve(room));
        Files.writeString(
                folder.resolve(take + ".json"), "{\"format\":1,\"take\":\"" + take + "\",\"startClock\":" + take + "}");
        Path zip = Files.write(folder.resolve(take + ".zip"), new byte[bytes]);
        Files.setLastModifiedTime(zip, FileTime.fromMillis(NOW_MS - hoursAgo * HOUR_MS));
        Files.write(folder.resolve(take + ".ogg"), new byte[10]);
    }

    @Test
    void theOldestGoUntilTheRestFits_ofAllRooms() throws IOException {
        made("choir", "1", 1_000, 5);
        made("other", "2", 1_000, 4);
        made("choir", "3", 1_000, 3);
        files().tidy(2_000, 2_160, () -> NOW_MS);
        assertThat(gone).containsExactly("choir 1");
        assertThat(data.resolve("takes/choir/1.zip")).doesNotExist();
        assertThat(data.resolve("takes/choir/1.ogg")).doesNotExist();
        assertThat(data.resolve("takes/choir/1.json")).doesNotExist();
        assertThat(data.resolve("takes/other/2.zip")).exists();
        assertThat(data.resolve("takes/choir/3.zip")).exists();
    }

    @Test
    void theNewestStaysHoweverLargeItIs() throws IOException {
        made("choir", "1", 1_000, 5);
        made("choir", "2", 50_000, 1);
        files().tidy(2_000, 2_160, () -> NOW_MS);
        assertThat(gone).containsExactly("choir 1");
        assertThat(data.resolve("takes/choir/2.zip")).exists();
    }

    @Test
    void whatIsTooOldGoes_whatWasNotMadeStays() throws IOException {
        made("choir", "1", 10, 49);
        made("choir", "2", 10, 47);
        Files.writeString(data.resolve("takes/choir/3.json"), "{\"format\":1,\"take\":\"3\",\"startClock\":3}");
        files().tidy(1L << 30, 48, () -> NOW_MS);
        assertThat(gone).containsExactly("choir 1");
        assertThat(files().list("choir").stream().map(take -> take.path("take").asString("")))
                .containsExactly("2", "3");
    }
}
