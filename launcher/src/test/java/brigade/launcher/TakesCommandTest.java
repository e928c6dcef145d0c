package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code takes} and {@code journal}: what is wrong with a command line, or not there, is said in one line. */
class TakesCommandTest {
    /** 22 November 2026, 10:00:00 UTC, for a minute. */
    private static final long START = 1_795_341_600L * 48_000;

    private static final long END = START + 60L * 48_000;

    @TempDir
    private Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aTakeIsThere() throws IOException {
        Path folder = Files.createDirectories(data.resolve("takes").resolve("choir-1"));
        Files.writeString(
                folder.resolve(START + ".json"),
                "{\"format\":1,\"take\":\"" + START + "\",\"room\":\"choir-1\",\"title\":\"Ode\",\"startClock\":"
                        + START + ",\"endClock\":" + END + ",\"people\":[]}");
    }

    private int run(String commandLine) {
        List<String> words = new ArrayList<>(List.of(commandLine.split(" ", -1)));
        words.replaceAll(word -> word.replace("DATA", data.toString()).replace("'", ""));
        if (!commandLine.contains("--data")) {
            words.add("--data");
            words.add(data.toString());
        }
        return Brigade.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "takes",
                "takes list UPPER",
                "takes list ../../etc",
                "takes list choir-1 extra",
                "takes export choir-1 1",
                "takes export choir-1 yesterday --to DATA/x.zip",
                "takes export UPPER 1 --to DATA/x.zip",
                "takes export choir-1",
                "takes verify choir-1",
                "takes verify choir-1 -3x",
                "takes verify choir-1 12345678901234567890",
                "takes verify / 1",
                "journal",
                "journal dump",
                "journal dump song",
                "journal dump voice --room UPPER",
                "journal dump voice --since x",
                "journal replay --room choir-1",
                "journal replay --at 1",
                "journal replay --room choir-1 --at yesterday",
                "journal replay --room choir-1 --at 2026-11-22",
                "journal replay --room choir-1 --at +1000000000-01-01T00:00:00Z",
                "journal replay --room ../x --at 1"
            })
    void aWrongCommandLineIsOneLineAndTwo(String commandLine) {
        assertThat(run(commandLine)).isEqualTo(2);
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith("brigade")
                .contains("--help")
                .doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void itIsSaidWhatATimeLooksLike() {
        assertThat(run("journal replay --room choir-1 --at yesterday")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("brigade journal: a take is a number as takes list shows it, or a time in it like"
                        + " 2026-11-22T10:15:00Z, not 'yesterday' (see --help)\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "takes list --data DATA/no-such-folder",
                "journal dump events --data DATA/no-such-folder",
                "takes export choir-1 17 --to DATA/x.zip",
                "takes export nobody 17 --to DATA/x.zip",
                "takes export choir-1 2026-11-22T10:00:30Z --to DATA",
                "takes export choir-1 2026-11-22T10:00:30Z --to DATA/no/x.zip",
                "takes export choir-1 2026-11-22T10:00:30Z --to DATA/x.zip",
                "takes export choir-1 2026-11-22T10:02:00Z --to DATA/x.zip",
                "takes verify choir-1 2026-11-22T10:00:30Z",
                "journal replay --room choir-1 --at 2026-11-22T10:00:30Z",
                "journal replay --room choir-1 --at 17"
            })
    void whatIsNotThereIsOneLineAndOne(String commandLine) {
        assertThat(run(commandLine)).as(out.toString()).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).startsWith("brigade").doesNotContain("Exception");
        assertThat(data.resolve("x.zip")).doesNotExist();
    }

    @Test
    void aBrokenZipIsOneLineAndOne() throws IOException {
        Path zip = data.resolve("takes").resolve("choir-1").resolve(START + ".zip");
        Files.write(zip, new byte[] {'P', 'K', 3, 4, 20, 0, 8, 8, 8, 0, 1, 2});
        assertThat(run("takes verify choir-1 " + START)).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("is broken");
    }

    @Test
    void whatIsThereIsListed_andAnEmptyJournalIsNone() {
        assertThat(run("takes list")).isZero();
        assertThat(out.toString()).contains("choir-1 " + START + "  2026-11-22T10:00:00Z  60.0 s", "not made  Ode");
        assertThat(run("takes list other")).isZero();
        assertThat(out.toString()).contains("no takes of other");
        assertThat(run("journal dump voice")).isZero();
        assertThat(out.toString()).contains("# nothing was journalled in");
        assertThat(err.toString()).isEmpty();
    }
}
