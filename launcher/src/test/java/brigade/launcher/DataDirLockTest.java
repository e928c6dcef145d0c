package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirLockTest {
    @TempDir
    Path dir;

    @Test
    void canBeTakenAgainOnceGivenBack() {
        DataDirLock.take(dir, 8080).close();
        DataDirLock.take(dir, 8080).close();
        assertThat(dir.resolve("run.lock")).exists();
    }

    /** The lock is a process's: another one holds it here. */
    @Test
    void saysWhoHasItAndHowToRunASecondOne() throws Exception {
        StackConfig config = new StackConfig("127.0.0.1", 8080, 2, "auto", true, false);
        StackPlan plan = new StackPlan(8080, 8080, List.of(8081, 8082), 8083, "run");
        new RunFile("build", config, plan, Map.of(), new ProcessIdentity(4711, "then")).write(dir);
        Process other = holder();
        try {
            assertThatThrownBy(() -> DataDirLock.take(dir, 8080))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("already up: http://localhost:8080 (launcher process 4711")
                    .hasMessageNotContaining("--data");
            assertThatThrownBy(() -> DataDirLock.take(dir, 0)).hasMessageNotContaining("--data");
            assertThatThrownBy(() -> DataDirLock.take(dir, 9090))
                    .hasMessageContaining("already up: http://localhost:8080")
                    .hasMessageEndingWith("for a second one on port 9090 name another folder with --data");
        } finally {
            other.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    private Process holder() throws IOException {
        Path source = Files.writeString(dir.resolve("Holder.java"), """
                public class Holder {
                    public static void main(String[] args) throws Exception {
                        var channel = java.nio.channels.FileChannel.open(java.nio.file.Path.of(args[0]),
                                java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
                        System.out.println(channel.lock().isValid());
                        System.in.read();
                    }
                }
                """);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        source.toString(),
                        dir.resolve("run.lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("true");
        return process;
    }
}
