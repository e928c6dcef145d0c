package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How launchers end, and what the next one finds. */
@Tag("slow")
@Tag("patient")
class LauncherLifeTest {
    @TempDir
    Path data;

    @Test
    void childrenOutliveAKilledLauncherTheNextOneAdoptsThemAndCtrlCLeavesNothing() throws Exception {
        Map<String, ProcessIdentity> children;
        try (UpProcess first = UpProcess.start(data).awaitReady()) {
            children = first.children();
            long firstShardPid = first.pidOf("shard-01");
            first.killLauncher();
            assertThat(children.values()).hasSize(4).allMatch(ProcessIdentity::alive);
            assertThat(first.get("/healthz")).isEqualTo(200);

            try (UpProcess second = UpProcess.start(data).awaitReady()) {
                assertThat(second.said("taking them over")).isTrue();
                assertThat(second.children()).isEqualTo(children);
                // An adopted child is supervised like an own one.
                second.killChild("shard-01");
                UpProcess.await(
                        "a new shard", () -> second.pidOf("shard-01") != firstShardPid && second.pidOf("shard-01") > 0);
                UpProcess.await("all well again", () -> second.get("/healthz") == 200);

                Map<String, ProcessIdentity> last = second.children();
                Path runDir = Path.of(second.runFile().plan().runDir());
                assertThat(runDir).exists();
                second.interrupt();
                assertThat(last.values()).noneMatch(ProcessIdentity::alive);
                assertThat(second.said("stopped")).isTrue();
                assertThat(runDir).doesNotExist();
                assertThat(Files.exists(data.resolve("run.json"))).isFalse();
            }
        }
    }

    @Test
    void aLauncherWithOtherOptionsReplacesWhatItFinds() throws Exception {
        try (UpProcess first = UpProcess.start(data, "--codec", "concentus").awaitReady()) {
            Map<String, ProcessIdentity> children = first.children();
            first.killLauncher();
            try (UpProcess second = UpProcess.start(data, "--codec", "auto").awaitReady()) {
                assertThat(second.said("other options")).isTrue();
                assertThat(children.values()).noneMatch(ProcessIdentity::alive);
                assertThat(second.get("/healthz")).isEqualTo(200);
            }
        }
    }
}
