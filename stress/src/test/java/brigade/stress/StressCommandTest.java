package brigade.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StressCommandTest {
    @TempDir
    private Path folder;

    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void emptyOutput() {
        out = new StringWriter();
        err = new StringWriter();
    }

    private int run(String... arguments) {
        CommandLine command = Stress.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private int http(FakeServer server, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "http",
                "--url",
                server.url().toString(),
                "--report",
                folder.toString(),
                "--data",
                folder.toString(),
                "--silence",
                "--seed",
                "7",
                "--warm-up",
                "0"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private JsonNode report() throws IOException {
        return new JsonMapper().readTree(Files.readString(folder.resolve("report.json")));
    }

    private JsonNode lastLine() {
        return new JsonMapper().readTree(out.toString().lines().toList().getLast());
    }

    @Test
    void aGoodServerPassesAndTheReportSaysSo() throws IOException {
        try (FakeServer server = new FakeServer()) {
            assertThat(http(server, "--workers", "2", "--users", "3", "--rounds", "9", "--json"))
                    .as(err.toString())
                    .isZero();
        }
        JsonNode line = lastLine();
        assertThat(line.path("mode").asString()).isEqualTo("http");
        assertThat(line.path("ok").asBoolean()).isTrue();
        assertThat(line.path("singers").asInt()).isEqualTo(6);
        assertThat(line.path("seed").asInt()).isEqualTo(7);
        assertThat(line.path("errors").asInt(-1)).isZero();
        assertThat(line.path("lateTurns").asInt(-1)).isZero();
        assertThat(line.path("intendedRate").asDouble()).isEqualTo(10);
        assertThat(line.propertyNames())
                .contains(
                        "msPerExchange",
                        "estClients",
                        "p50Ms",
                        "p99Ms",
                        "p999Ms",
                        "achievedRate",
                        "cpuMsPerSingerSecond",
                        "testerCpuMsPerSingerSecond");
        assertThat(report().path("figures").path("answered").asInt()).isEqualTo(18);
        assertThat(report().path("command").asString()).startsWith("stress http --url http://127.0.0.1:");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("Chart.js v", "PASS");
    }

    @Test
    void theClocksAreTheAncestors() throws IOException {
        try (FakeServer server = new FakeServer()) {
            http(server, "--workers", "1", "--users", "2", "--rounds", "6", "--no-song", "--summary");
            List<String> queries = List.copyOf(server.queries);
            assertThat(queries).hasSize(6).allMatch(query -> query.endsWith("&user_summary=1"));
            assertThat(queries).noneMatch(query -> query.contains("reset_user_state"));
            long first = number(queries.get(0), "read_clock");
            for (int i = 0; i < 6; i++) {
                String query = queries.get(i);
                assertThat(number(query, "read_clock")).isEqualTo(first + 28_800L * (i / 2));
                assertThat(number(query, "write_clock")).isEqualTo(number(query, "read_clock") - 96_000);
                assertThat(number(query, "userid") % 2).isEqualTo(i % 2);
            }
        }
    }

    private static long number(String query, String name) {
        int at = query.indexOf(name + "=") + name.length() + 1;
        int end = query.indexOf('&', at);
        return Long.parseUnsignedLong(query.substring(at, end < 0 ? query.length() : end));
    }

    @Test
    void silentAnswersFail() throws IOException {
        try (FakeServer server = new FakeServer()) {
            server.silent = true;
            assertThat(http(server, "--workers", "2", "--users", "2", "--rounds", "6"))
                    .isEqualTo(1);
        }
        assertThat(out.toString()).contains("FAIL", "decoded answers were silent");
    }

    @Test
    void aSongThatEndsInTheMiddleFailsAndIsTold() throws IOException {
        try (FakeServer server = new FakeServer()) {
            server.songPosts = 8;
            assertThat(http(server, "--workers", "2", "--users", "2", "--rounds", "8"))
                    .isEqualTo(1);
        }
        assertThat(out.toString()).contains("FAIL", "the song ended after 30.0 s in the middle of the run");
        assertThat(report().path("broken").toString()).contains("in the middle of the run");
    }

    @Test
    void silenceIsNoFaultWithoutASong() throws IOException {
        try (FakeServer server = new FakeServer()) {
            server.silent = true;
            assertThat(http(server, "--workers", "2", "--users", "2", "--rounds", "6", "--no-song"))
                    .as(out.toString())
                    .isZero();
        }
    }

    @Test
    void refusalsAreCountedByKindAndShowNoTrace() throws IOException {
        try (FakeServer server = new FakeServer()) {
            server.status = 409;
            assertThat(http(server, "--workers", "1", "--users", "2", "--rounds", "6", "--no-song"))
                    .isEqualTo(1);
        }
        assertThat(report().path("errorsByKind")
                        .path("HTTP 409: clock N is wrong")
                        .asInt())
                .isEqualTo(6);
        assertThat(out.toString() + err).doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void aServerThatIsAwayIsOneLine() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(run("http", "--url", "http://127.0.0.1:" + port, "--silence", "--no-song"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("127.0.0.1:" + port).doesNotContain("\tat ");
    }

    @Test
    void aRateThatIsMissedFails() throws IOException {
        try (FakeServer server = new FakeServer()) {
            server.serialNs = 40_000_000; // 25 a second; 40 are intended
            assertThat(http(server, "--workers", "4", "--users", "6", "--rounds", "30", "--no-song", "--late-max", "1"))
                    .isEqualTo(1);
        }
        assertThat(out.toString()).contains("requests a second were achieved of 40.0 intended");
    }

    @Test
    void nosleepPrintsWhatTheAncestorPrints() throws IOException {
        try (FakeServer server = new FakeServer()) {
            assertThat(http(server, "--workers", "2", "--users", "3", "--rounds", "9", "--nosleep", "--json"))
                    .as(err.toString())
                    .isZero();
        }
        assertThat(err.toString()).containsPattern("est \\d+ clients\nest \\d+ clients\nest \\d+ clients in all");
        assertThat(lastLine().path("intendedRate").isMissingNode()).isTrue();
        assertThat(lastLine().path("estClients").asDouble()).isPositive();
    }

    @Test
    void badOptionsAreUsageErrors() {
        assertThat(run("http", "--url", "http://192.0.2.1", "--no-song")).isEqualTo(2);
        assertThat(err.toString()).contains("--allow-remote");
        assertThat(run("http", "--users", "5", "--rounds", "200", "--nosleep")).isEqualTo(2);
        assertThat(run("http", "--workers", "0")).isEqualTo(2);
        assertThat(run("http", "--late-max", "x")).isEqualTo(2);
        assertThat(run("http", "--sleep", "--nosleep")).isEqualTo(2);
        assertThat(run("find", "--from", "0")).isEqualTo(2);
    }

    @Test
    void unitPrintsThreeRoundsAsTheAncestorDoes() {
        assertThat(run(
                        "unit",
                        "--path",
                        "inner",
                        "--users",
                        "5",
                        "--silence",
                        "--summary",
                        "--json",
                        "--report",
                        folder.toString()))
                .as(err.toString())
                .isZero();
        assertThat(err.toString().lines().filter(line -> line.matches("[0-9.]+ ms each; est [0-9]+ clients .*")))
                .hasSize(3);
        assertThat(lastLine().path("mode").asString()).isEqualTo("unit");
        assertThat(lastLine().path("msPerExchange").asDouble()).isPositive();
    }
}
