package brigade.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.launcher.doctor.Finding.Level;
import brigade.thread.AudioThreads.Standing;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} makes of machines and addresses. */
class DoctorTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path root;

    private static MachineFacts machine(int cores, long gib, long files, long mbit) {
        return new MachineFacts(
                cores, gib * GIB, files, gib * GIB, gib * GIB, mbit, "libopus 1.5", Standing.REALTIME, 0.1);
    }

    private static Map<String, Level> levels(int singers, MachineFacts has) {
        return MachineChecks.of(new Needs(singers, 1), has).stream()
                .collect(Collectors.toMap(Finding::what, Finding::level));
    }

    @Test
    void aGoodMachineForAHundred() {
        assertThat(levels(100, machine(2, 16, 65_536, 1_000)).values()).containsOnly(Level.OK);
    }

    /** What was measured on two cores must stay what is asked for: 200 held, 500 did not. */
    @Test
    void theMeasuredMachineIsJudgedAsItWasMeasured() {
        assertThat(levels(200, machine(2, 16, 65_536, 1_000))).containsEntry("cores", Level.OK);
        assertThat(levels(300, machine(2, 16, 65_536, 1_000)))
                .containsEntry("cores", Level.WARN)
                .containsEntry("measured", Level.WARN);
        assertThat(levels(500, machine(2, 16, 65_536, 1_000))).containsEntry("cores", Level.FAIL);
        assertThat(new Needs(500, 1).cores()).isEqualTo(5);
        assertThat(new Needs(2_000, 1).cores()).isEqualTo(19);
    }

    @Test
    void eachLackIsNamedWithWhatToDo() {
        MachineFacts poor = new MachineFacts(1, 0, 1_024, 0, 0, 100, "Concentus", Standing.NORMAL, 1);
        List<Finding> all = MachineChecks.of(new Needs(500, 1), poor);
        assertThat(all.stream().filter(finding -> finding.level() == Level.FAIL).map(Finding::what))
                .containsExactlyInAnyOrder("cores", "memory", "open files", "/dev/shm", "disk", "bandwidth");
        assertThat(all).noneMatch(finding -> finding.level() == Level.OK);
        assertThat(all)
                .allMatch(finding -> !finding.todo().isEmpty() && finding.text().contains("-> "));
    }

    @Test
    void whatTheSystemDoesNotTellIsNoFailure() {
        MachineFacts dumb = new MachineFacts(8, -1, Long.MAX_VALUE, -1, -1, -1, "libopus", Standing.NICE, -1);
        assertThat(levels(30, dumb).values()).doesNotContain(Level.FAIL).contains(Level.WARN);
    }

    @Test
    void factsAreReadFromTheSystem() throws Exception {
        write("proc/meminfo", "MemTotal:  9 kB\nMemAvailable:    2048 kB\n");
        write(
                "proc/self/limits",
                "Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 524288               files\n");
        write("proc/loadavg", "1.50 0.7 0.6 1/200 99\n");
        write("sys/class/net/eth0/speed", "1000\n");
        write("sys/class/net/lo/speed", "");
        write("dev/shm/x", "");
        MachineFacts facts = MachineFacts.read(root, root.resolve("not/yet/there"));
        assertThat(facts.memoryBytes()).isEqualTo(2048 * 1024);
        assertThat(facts.openFiles()).isEqualTo(1_024);
        assertThat(facts.load()).isEqualTo(1.5);
        assertThat(facts.linkMbit()).isEqualTo(1_000);
        assertThat(facts.diskBytes()).isPositive();
        MachineFacts nothing = MachineFacts.read(root.resolve("nowhere"), root);
        assertThat(nothing.openFiles()).isNegative();
    }

    private void write(String file, String text) throws Exception {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    @Test
    void certificatesAreWatched() {
        assertThat(PublicChecks.certificate(80).level()).isEqualTo(Level.OK);
        assertThat(PublicChecks.certificate(20).level()).isEqualTo(Level.WARN);
        assertThat(PublicChecks.certificate(2).level()).isEqualTo(Level.FAIL);
        assertThat(PublicChecks.certificate(-1).level()).isEqualTo(Level.FAIL);
    }

    @Test
    void anAddressWhereNobodyAnswersFails() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<Finding> all =
                new PublicChecks(URI.create("http://127.0.0.1:" + port), System::nanoTime, Instant.EPOCH).run();
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().level()).isEqualTo(Level.FAIL);
        assertThat(all.getFirst().text()).contains("cannot be reached");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new Needs(0, 1)).hasMessageContaining("--singers must be 1..2000");
        assertThatThrownBy(() -> new Needs(2_001, 1)).hasMessageContaining("--singers must be 1..2000");
        assertThatThrownBy(() -> new Needs(1, 0)).hasMessageContaining("--rooms");
    }
}
