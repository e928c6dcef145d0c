package brigade.stress.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcFilesTest {
    @Test
    void fieldsCountFromTheLastBracket() {
        String line = "42 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 700 30 0 0 20 0 5 0 12345 1000 250 9 9 9";
        ProcFiles.Task task = ProcFiles.parse(line);
        assertThat(task.name()).isEqualTo("a) b (c)");
        assertThat(task.ticks()).isEqualTo(730);
        assertThat(task.startTicks()).isEqualTo(12_345);
        assertThat(task.memoryBytes()).isEqualTo(250 * 4_096);
    }

    @Test
    void coresAreBusyWithAllButIdleAndDisks() {
        List<ProcFiles.Core> cores = ProcFiles.parseCores(List.of(
                "cpu  9 9 9 9 9 9 9 9 0 0", "cpu0 10 1 5 100 20 2 3 4 0 0", "cpu1 0 0 0 7 0 0 0 0 0 0", "intr 5"));
        assertThat(cores).containsExactly(new ProcFiles.Core(25, 145), new ProcFiles.Core(0, 7));
    }
}
