package brigade.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.shard.codec.CodecChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class CodecShardConfigTest {
    @TempDir
    Path folder;

    @Test
    void defaults() {
        assertThat(parse(Map.of(), "--shard", "3"))
                .isEqualTo(new CodecShardConfig(
                        3,
                        "127.0.0.1",
                        8081,
                        CodecShard.usualRunDir(),
                        Path.of(".brigade"),
                        CodecChoice.AUTO,
                        null,
                        2_000,
                        104_857_600,
                        false,
                        List.of(),
                        null,
                        true));
    }

    private static final CodecShardConfig ALL = new CodecShardConfig(
            2,
            "0.0.0.0",
            9_000,
            Path.of("/run/b"),
            Path.of("/data"),
            CodecChoice.LIBOPUS,
            "secret",
            50,
            1_234,
            true,
            List.of("https://a.example", "http://b.example:81"),
            "/api/02/stream",
            false);

    @Test
    void everyOptionByFlag() {
        assertThat(parse(
                        Map.of(),
                        "--shard=2",
                        "--host=0.0.0.0",
                        "--port=9000",
                        "--run-dir=/run/b",
                        "--data=/data",
                        "--codec=libopus",
                        "--operator-token=secret",
                        "--max-users=50",
                        "--upload-max-bytes=1234",
                        "--open-main",
                        "--allowed-origin=https://a.example",
                        "--allowed-origin=http://b.example:81",
                        "--stream-url=/api/02/stream",
                        "--realtime=false"))
                .isEqualTo(ALL);
    }

    @Test
    void everyOptionByEnvironment() {
        assertThat(parse(Map.ofEntries(
                        Map.entry("BRIGADE_SHARD_SHARD", "2"),
                        Map.entry("BRIGADE_SHARD_HOST", "0.0.0.0"),
                        Map.entry("BRIGADE_SHARD_PORT", "9000"),
                        Map.entry("BRIGADE_SHARD_RUN_DIR", "/run/b"),
                        Map.entry("BRIGADE_SHARD_DATA", "/data"),
                        Map.entry("BRIGADE_SHARD_CODEC", "libopus"),
                        Map.entry("BRIGADE_SHARD_OPERATOR_TOKEN", "secret"),
                        Map.entry("BRIGADE_SHARD_MAX_USERS", "50"),
                        Map.entry("BRIGADE_SHARD_UPLOAD_MAX_BYTES", "1234"),
                        Map.entry("BRIGADE_SHARD_OPEN_MAIN", "true"),
                        Map.entry("BRIGADE_SHARD_ALLOWED_ORIGIN", "https://a.example,http://b.example:81"),
                        Map.entry("BRIGADE_SHARD_STREAM_URL", "/api/02/stream"),
                        Map.entry("BRIGADE_SHARD_REALTIME", "false"))))
                .isEqualTo(ALL);
    }

    @Test
    void everyOptionByFile() throws IOException {
        String file = file("""
                shard = 2
                host = 0.0.0.0
                port = 9000
                run-dir = /run/b
                data = /data
                codec = libopus
                operator-token = secret
                max-users = 50
                upload-max-bytes = 1234
                open-main = true
                allowed-origin = https://a.example,http://b.example:81
                stream-url = /api/02/stream
                realtime = false
                """);
        assertThat(parse(Map.of(), "--config", file)).isEqualTo(ALL);
        assertThat(parse(Map.of("BRIGADE_SHARD_CONFIG", file))).isEqualTo(ALL);
    }

    @Test
    void flagsWinOverEnvironmentOverFile() throws IOException {
        String file = file("shard = 1\nport = 1\nmax-users = 1\n");
        CodecShardConfig config = parse(
                Map.of("BRIGADE_SHARD_PORT", "2", "BRIGADE_SHARD_MAX_USERS", "2"),
                "--config",
                file,
                "--max-users",
                "3");
        assertThat(config.shard()).isEqualTo(1);
        assertThat(config.port()).isEqualTo(2);
        assertThat(config.maxUsers()).isEqualTo(3);
    }

    @Test
    void unknownKeysAreErrors() throws IOException {
        String file = file("shard = 1\nprot = 8081\n");
        assertThatThrownBy(() -> parse(Map.of(), "--config", file))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("unknown key prot");
        assertThatThrownBy(() -> parse(Map.of(), "--shard", "1", "--prot", "1"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--prot");
        assertThatThrownBy(() -> parse(Map.of("BRIGADE_SHARD_PROT", "1"), "--shard", "1"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("unknown key BRIGADE_SHARD_PROT");
        assertThat(parse(Map.of("BRIGADE_STATE_PROT", "1"), "--shard", "1").shard())
                .isEqualTo(1);
        assertThatThrownBy(() -> parse(Map.of(), "--config", folder + "/none")).hasMessageContaining("cannot read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--shard=0",
                "--shard=100",
                "--shard=x",
                "--port=-1",
                "--port=65536",
                "--host= ",
                "--max-users=0",
                "--max-users=100001",
                "--upload-max-bytes=0",
                "--operator-token= ",
                "--allowed-origin=choir.example",
                "--stream-url=a b",
                "--codec=speex"
            })
    void badValuesNameTheirOption(String argument) {
        String option = argument.substring(0, argument.indexOf('='));
        assertThatThrownBy(
                        () -> parse(option.equals("--shard") ? Map.of() : Map.of("BRIGADE_SHARD_SHARD", "1"), argument))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(option);
    }

    private static CodecShardConfig parse(Map<String, String> environment, String... arguments) {
        CommandLine command = CodecShardCommand.commandLine(arguments, environment);
        command.parseArgs(arguments);
        return ((CodecShardCommand) command.getCommand()).toConfig();
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("shard.properties"), text).toString();
    }
}
