package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackPlanTest {
    private static StackConfig config(int port, int shards) {
        return new StackConfig("127.0.0.1", port, shards, "auto", true, false);
    }

    @TempDir
    Path folder;

    @Test
    void everyoneGetsAPortOfHisOwn() {
        StackPlan plan = StackPlan.pick(config(0, 8), folder);
        Set<Integer> ports = new HashSet<>(plan.shardPorts());
        ports.add(plan.frontPort());
        ports.add(plan.statePort());
        assertThat(ports).hasSize(10).doesNotContain(0);
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> StackPlan.pick(config(taken.getLocalPort(), 2), folder))
                    .isInstanceOf(LaunchException.class)
                    .hasMessage(
                            "port %d on 127.0.0.1 is in use; end what uses it or choose another with --port",
                            taken.getLocalPort());
        }
    }

    @Test
    void stateServerFirstFrontDoorLastShardsNumberedFromOne() {
        List<ChildSpec> children =
                new StackPlan(8080, 8080, List.of(8081, 8082), 8083, "/r").children(config(8080, 2), Path.of("/d"));
        assertThat(children)
                .extracting(ChildSpec::name)
                .containsExactly("state-server", "shard-01", "shard-02", "front-door");
        assertThat(children.get(2).arguments()).containsSequence("--shard", "2").containsSequence("--port", "8082");
        assertThat(children.getLast().arguments())
                .containsSequence("--shards", "http://127.0.0.1:8081,http://127.0.0.1:8082");
    }

    @Test
    void mainIsOpenOnlyWhenAsked() {
        StackConfig closed = new StackConfig("127.0.0.1", 0, 2, "auto", false, false);
        StackPlan plan = new StackPlan(8080, 8080, List.of(8081, 8082), 8083, "/r");
        assertThat(plan.children(closed, Path.of("/d")))
                .allSatisfy(child -> assertThat(child.arguments()).doesNotContain("--open-main"));
        assertThat(plan.children(config(0, 2), Path.of("/d")).getFirst().arguments())
                .contains("--open-main");
    }

    @Test
    void runFileComesBackAsItWas() {
        ProcessIdentity process = new ProcessIdentity(17, "boot:99");
        RunFile run = new RunFile(
                "b1", config(0, 2), new StackPlan(1, 1, List.of(2, 3), 4, "/r"), Map.of("shard-01", process), process);
        assertThat(RunFile.read(folder)).isEmpty();
        run.write(folder);
        assertThat(RunFile.read(folder)).contains(run);
        RunFile.delete(folder);
        assertThat(RunFile.read(folder)).isEmpty();
    }
}
