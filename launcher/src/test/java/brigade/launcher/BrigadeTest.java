package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong command lines: one line that says what is wrong, and exit code 2; operating errors 1. */
class BrigadeTest {
    private final StringWriter err = new StringWriter();

    private int run(String commandLine) {
        return Brigade.commandLine().setErr(new PrintWriter(err, true)).execute(commandLine.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --prot 1",
                "up --port x",
                "up --port 70000",
                "up --shards 0",
                "up --shards 65",
                "up --codec mp3",
                "up --host nobody.example",
                "up extra",
                "front-door --port 0",
                "front-door --state-server http://127.0.0.1:1 --shards nonsense",
                "front-door --state-server http://127.0.0.1:1 --shards http://127.0.0.1:1/path",
                "idle --second 1",
                "room",
                "room create",
                "room link",
                "room delete UPPER/../x",
                "dance"
            })
    void aWrongCommandLineIsOneLineAndTwo(String commandLine) {
        assertThat(run(commandLine)).isEqualTo(2);
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith("brigade")
                .contains("--help")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "up --help", "front-door --help", "idle --help", "room --help", "room create --help"})
    void helpIsEverywhere(String commandLine) {
        assertThat(run(commandLine)).isZero();
    }

    @Test
    void aPortInUseIsOneLineAndOne(@TempDir Path data) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("up --data " + data + " --port " + taken.getLocalPort()))
                    .isEqualTo(1);
        }
        assertThat(err.toString()).hasLineCount(1).contains("in use", "--port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "room list", "room create x"})
    void withoutAStackItSaysSo(String commandLine, @TempDir Path data) {
        assertThat(run(commandLine + " --data " + data)).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("nothing runs");
    }
}
