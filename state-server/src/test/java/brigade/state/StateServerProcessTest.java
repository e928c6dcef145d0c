package brigade.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main, as a process. */
@Tag("slow")
class StateServerProcessTest {
    @TempDir
    Path folder;

    private Process start(String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StateServer.class.getName()));
        command.addAll(List.of(flags));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String outputOf(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void helpEndsWellAndAWrongFlagDoesNot() throws Exception {
        Process help = start("--help");
        assertThat(outputOf(help)).contains("--run-dir");
        assertThat(help.waitFor()).isZero();
        Process wrong = start("--rundir=x");
        assertThat(outputOf(wrong)).isEqualToIgnoringNewLines("brigade state-server: Unknown option: '--rundir=x'");
        assertThat(wrong.waitFor()).isEqualTo(2);
    }

    @Test
    void secondOneSaysWhyAndEndsAndTheFirstStopsWhenTold() throws Exception {
        String[] flags = {"--run-dir", folder.resolve("run").toString(), "--data", folder.toString()};
        Process first = start(flags);
        try {
            String line = first.inputReader().readLine();
            assertThat(line).contains("state server serves");
            Process second = start(flags);
            assertThat(outputOf(second))
                    .contains("another state server runs in")
                    .doesNotContain("\tat ");
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(first.isAlive()).isTrue();
            first.toHandle().destroy(); // unlike Process.destroy it leaves the output open
            assertThat(first.inputReader().lines().toList()).last().asString().contains("state server stopped");
            first.waitFor();
        } finally {
            first.destroyForcibly();
        }
    }
}
