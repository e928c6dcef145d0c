package brigade.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.rpc.RunDir;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateServerConfigTest {
    @TempDir
    Path folder;

    private static StateServerConfig parse(Map<String, String> environment, String... args) {
        return StateServerCommand.parse(args, environment, new PrintWriter(new StringWriter()))
                .orElseThrow();
    }

    @Test
    void defaults() {
        assertThat(parse(Map.of()))
                .isEqualTo(
                        new StateServerConfig(RunDir.usual("8080"), Path.of(".brigade"), -1, false, 2_000, "", true));
    }

    private static final StateServerConfig FULL =
            new StateServerConfig(Path.of("/r"), Path.of("/d"), 8_085, true, 44, "Our house", false);

    @Test
    void everyFlagIsMapped() {
        assertThat(parse(
                        Map.of(),
                        "--run-dir=/r",
                        "--data=/d",
                        "--health-port=8085",
                        "--open-main",
                        "--max-users=44",
                        "--instance-name=Our house",
                        "--realtime=false"))
                .isEqualTo(FULL);
        assertThat(parse(Map.of(), "--port", "8085").healthPort()).isEqualTo(8_085);
        assertThat(FULL.tracksDir()).isEqualTo(Path.of("/d/tracks"));
    }

    @Test
    void everyVariableIsMapped() {
        assertThat(parse(Map.of(
                        "BRIGADE_STATE_RUN_DIR", "/r",
                        "BRIGADE_STATE_DATA", "/d",
                        "BRIGADE_STATE_HEALTH_PORT", "8085",
                        "BRIGADE_STATE_OPEN_MAIN", "true",
                        "BRIGADE_STATE_MAX_USERS", "44",
                        "BRIGADE_STATE_INSTANCE_NAME", "Our house",
                        "BRIGADE_STATE_REALTIME", "false",
                        "BRIGADE_SHARD_PORT", "of another process",
                        "HOME", "/root")))
                .isEqualTo(FULL);
    }

    @Test
    void everyKeyOfTheFileIsMapped() throws Exception {
        Path file = folder.resolve("state.properties");
        Files.writeString(file, """
                # comment
                run-dir = /r
                data = /d
                health-port = 8085
                open-main = true
                max-users = 44
                instance-name = Our house
                realtime = false
                """);
        assertThat(parse(Map.of(), "--config", file.toString())).isEqualTo(FULL);
        assertThat(parse(Map.of("BRIGADE_STATE_CONFIG", file.toString()))).isEqualTo(FULL);
    }

    @Test
    void flagsComeBeforeVariablesBeforeTheFile() throws Exception {
        Path file = folder.resolve("state.properties");
        Files.writeString(file, "max-users = 1\nhealth-port = 1\nrun-dir = /1\n");
        StateServerConfig config = parse(
                Map.of("BRIGADE_STATE_MAX_USERS", "2", "BRIGADE_STATE_HEALTH_PORT", "2"),
                "--config=" + file,
                "--max-users=3");
        assertThat(config.usersMax()).isEqualTo(3);
        assertThat(config.healthPort()).isEqualTo(2);
        assertThat(config.runDir()).isEqualTo(Path.of("/1"));
    }

    @ParameterizedTest
    @CsvSource({
        "--health-port=65536, health-port must be",
        "--health-port=-2, health-port must be",
        "--health-port=x, Invalid value for option '--health-port'",
        "--max-users=0, max-users must be",
        "--max-users=65536, max-users must be",
        "--run-dir=, run-dir must not be empty",
        "--data=, data must not be empty",
        "--instance-name=a\u0007b, instance-name must be",
        "--helth-port=1, Unknown option: '--helth-port=1'",
        "--config=/no/such/file, cannot read /no/such/file",
        "stray, Unmatched argument"
    })
    void badFlagIsNamed(String flag, String message) {
        assertThatThrownBy(() -> parse(Map.of(), flag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void unknownKeysAreErrors() throws Exception {
        Path file = folder.resolve("state.properties");
        Files.writeString(file, "max-user = 1\n");
        assertThatThrownBy(() -> parse(Map.of(), "--config=" + file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown key max-user in ");
        assertThatThrownBy(() -> parse(Map.of("BRIGADE_STATE_MAXUSERS", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown key BRIGADE_STATE_MAXUSERS in the environment");
    }

    @Test
    void badValueInTheEnvironmentIsNamed() {
        assertThatThrownBy(() -> parse(Map.of("BRIGADE_STATE_MAX_USERS", "many")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--max-users");
    }

    @Test
    void helpIsPrintedAndStartsNothing() {
        StringWriter out = new StringWriter();
        assertThat(StateServerCommand.parse(new String[] {"--help"}, Map.of(), new PrintWriter(out, true)))
                .isEmpty();
        assertThat(out.toString())
                .contains("--run-dir")
                .contains("--health-port")
                .contains("BRIGADE_STATE_RUN_DIR");
    }
}
