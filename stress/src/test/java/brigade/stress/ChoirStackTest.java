package brigade.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small choir through real processes: it passes, and it does not when a singer is moved or left out in secret. */
@Tag("slow")
class ChoirStackTest {
    /** Songs that a machine that stood still for a moment may spoil. */
    private static final int TRIES = 3;

    @TempDir
    private Path folder;

    private record Run(int exitCode, String people, JsonNode line) {}

    private Run choir(Path data, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Stress.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(List.of(
                "choir", "--direct", "--data", data.toString(), "--singers", "12", "--report", folder.toString()));
        arguments.addAll(List.of(more));
        arguments.add("--json");
        int exitCode = command.execute(arguments.toArray(String[]::new));
        String[] lines = out.toString().strip().split("\n", -1);
        System.out.println(err);
        return new Run(exitCode, err.toString(), new JsonMapper().readTree(lines[lines.length - 1]));
    }

    /** Over v1: until the machine let the tester and the servers keep time, which is not what this test is about. */
    private Run undisturbed(Path data, String... more) {
        for (int attempt = 1; ; attempt++) {
            Run run = choir(data, more);
            // Only what is in the list of broken promises: the figures name late turns also when there were none.
            boolean disturbed = run.line()
                    .path("broken")
                    .valueStream()
                    .map(JsonNode::asString)
                    .anyMatch(line -> line.contains("600 ms late") || line.contains("too busy to judge"));
            if (!disturbed || attempt == TRIES) {
                return run;
            }
            System.out.println("the machine was too busy: once more");
        }
    }

    /** Over v2, however late messages are: who hears whom does not depend on it. */
    private Run checked(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--late-max", "100%"));
        return undisturbed(data, arguments.toArray(String[]::new));
    }

    @Test
    void everybodyIsHeard_andAHiddenFaultIsFound(@TempDir Path data) throws IOException, InterruptedException {
        try (StackProcess _ = new StackProcess(data, 2)) {
            Run good = checked(data, "--seconds", "8", "--seed", "5");
            assertThat(good.exitCode()).as(good.people()).isZero();
            assertThat(good.line().path("mode").asString()).isEqualTo("choir");
            assertThat(good.line().path("ok").asBoolean()).isTrue();
            assertThat(good.line().path("buckets").asInt()).isEqualTo(6);
            assertThat(good.line().path("chirpsDue").asInt()).isGreaterThan(100);
            assertThat(good.line().path("matesCompared").asInt()).isGreaterThan(100);
            assertThat(Files.readString(folder.resolve("report.html"))).contains("PASS", "\"ticks\":[{\"shard\"");

            Run dropped = checked(data, "--seconds", "4", "--seed", "6", "--fault", "drop:4");
            assertThat(dropped.exitCode()).isEqualTo(1);
            assertThat(dropped.people()).contains("singer 4 is not heard by");

            Run shifted = checked(data, "--seconds", "4", "--seed", "7", "--fault", "shift:4:5");
            assertThat(shifted.exitCode()).isEqualTo(1);
            assertThat(shifted.people()).contains("singer 4 is heard 240 samples late by");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "brigade.unproven", matches = "true", disabledReason = "not shown to hold yet")
    void aBadNetworkBreaksNothing(@TempDir Path data) throws IOException, InterruptedException {
        try (StackProcess _ = new StackProcess(data, 2)) {
            Run rough = checked(
                    data,
                    "--silent",
                    "--seconds",
                    "10",
                    "--seed",
                    "8",
                    "--loss",
                    "4%",
                    "--jitter-ms",
                    "60",
                    "--rtt-ms",
                    "60",
                    "--skew-ppm",
                    "200",
                    "--stall",
                    "2",
                    "--storm",
                    "1",
                    "--join-burst",
                    "4");
            assertThat(rough.exitCode()).as(rough.people()).isZero();
            assertThat(rough.line().path("chirpsDue").asInt()).isGreaterThan(60);
        }
    }

    @Test
    void oldClientsAreCheckedToo(@TempDir Path data) throws IOException, InterruptedException {
        try (StackProcess _ = new StackProcess(data, 2)) {
            Run old = undisturbed(data, "--v1", "--seconds", "6", "--seed", "5");
            assertThat(old.exitCode()).as(old.people()).isZero();
            assertThat(old.line().path("chirpsDue").asInt()).isGreaterThan(75);
            assertThat(old.line().path("levelsChecked").asInt()).isGreaterThan(50);
            assertThat(old.line().path("distinctStreams").asInt()).isBetween(5, 7);
        }
    }
}
