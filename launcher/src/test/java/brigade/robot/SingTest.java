package brigade.robot;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.file.WavWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SingTest {
    @TempDir
    Path dir;

    private Path wav;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeFile() throws IOException {
        wav = dir.resolve("voice.wav");
        WavWriter.write(wav, new float[4_800], WavWriter.Encoding.INT_16);
    }

    @ParameterizedTest
    @CsvSource({
        "--v1 --bucket, 8, bucket 8",
        "--v1 --bucket, x, bucket",
        "--v1 --shard, 100, --shard 100",
        "--v1 --latency-ms, 2000, at most 1000 ms",
        "--v1 --seconds, -1, 0 or more",
        "--seat, 251, seat 251",
        "--seat, -1, seat -1",
        "--listen --lead --wait, 1, who listens cannot lead",
        "--codec, mp3, concentus or libopus",
        "--latency-ms, 2000, at most 1 s",
        "--margin-ms, -1, 0 to 2 s",
        "--seconds, -1, 0 or more",
        "--robots, 0, 1 to 100",
        "--lead --robots, 2, only one may lead",
        "--password, abc, 4 to 200 characters",
        "--wav, some/where/missing.wav, some/where/missing.wav: no such file",
        "--tune, x, Unknown option"
    })
    void aBadOptionIsToldAndIsExitCode2(String option, String value, String told) {
        int code = option.equals("--wav")
                ? sing(option, value)
                : sing(("--wav " + wav + " " + option + " " + value).split(" ", -1));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(told);
    }

    @Test
    void aFileThatIsNoWavIsExitCode2() throws IOException {
        assertThat(sing("--wav", Files.writeString(dir.resolve("x.wav"), "text").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("x.wav: not a WAV");
    }

    @Test
    void withoutAFileOnlyListenersCome() {
        assertThat(sing()).isEqualTo(2);
        assertThat(err.toString()).contains("--wav");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--v1", "--seconds=60"})
    void aServerThatIsNotThereIsExitCode1(String option) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThat(sing("--wav", wav.toString(), option, "--url", "http://127.0.0.1:" + port))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("127.0.0.1:" + port)
                .contains("cannot sing")
                .contains("nobody answers at http://127.0.0.1:" + port)
                .contains("./brigade up")
                .doesNotContain("null")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, 0, http://localhost:8080/api",
        "http://localhost:8080/, 3, http://localhost:8080/api/03",
        "http://localhost:8080, 12, http://localhost:8080/api/12",
        "http://localhost:9001/here, 3, http://localhost:9001/here"
    })
    void theAddressGrowsItsPath(URI url, int shard, URI api) {
        assertThat(Sing.api(url, shard)).isEqualTo(api);
    }

    private int sing(String... options) {
        CommandLine command = new CommandLine(new Sing()).setErr(new PrintWriter(err, true));
        String[] all = new String[options.length + 2];
        all[0] = "--name";
        all[1] = "robot";
        System.arraycopy(options, 0, all, 2, options.length);
        return command.execute(all);
    }
}
