package brigade.thread;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.thread.AudioThreads.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AudioThreadsTest {
    /** Field 41 of /proc/PID/stat, proc_pid_stat(5): 0 ordinary, 1 first in, first out. */
    private static int policyOf(Path stat) throws IOException {
        String line = Files.readString(stat);
        Scanner fields = new Scanner(line.substring(line.lastIndexOf(')') + 1));
        return Integer.parseInt(fields.tokens().skip(38).findFirst().orElseThrow());
    }

    private static int policyOfThread(AudioThreads threads, Urgency urgency) {
        CompletableFuture<Integer> policy = new CompletableFuture<>();
        threads.unstarted("test-audio", urgency, () -> {
                    try {
                        policy.complete(policyOf(Path.of("/proc/thread-self/stat")));
                    } catch (IOException e) {
                        policy.completeExceptionally(e);
                    }
                })
                .start();
        return policy.join();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anUrgentThreadHasWhatWasPromised() {
        AudioThreads threads = AudioThreads.urgent();
        int policy = policyOfThread(threads, Urgency.AGENT);
        assertThat(policy).isEqualTo(threads.begin() == Standing.REALTIME ? 1 : 0);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatItStartsIsOrdinary() throws Exception {
        CompletableFuture<Integer> policy = new CompletableFuture<>();
        Thread first = AudioThreads.urgent()
                .unstarted(
                        "test-audio",
                        Urgency.TICK,
                        () -> policy.complete(policyOfThread(AudioThreads.normal(), Urgency.TICK)));
        first.start();
        assertThat(policy.join()).isZero();
        first.join();
    }

    @Test
    void ordinaryThreadsAskForNothing() {
        assertThat(AudioThreads.normal().begin()).isEqualTo(Standing.NORMAL);
        Thread thread = AudioThreads.normal().unstarted("test-audio", Urgency.TICK, () -> {});
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("test-audio");
    }
}
