package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcStatTest {
    private static final String LINE =
            "4242 (a) b (java) %s 1 4242 4242 0 -1 4194560 100 0 0 0 250 17 0 0 20 0 30 0 987654 4096 1 184 0 0";

    @Test
    void fieldsCountFromTheLastBracket() {
        ProcStat stat = ProcStat.parse(LINE.formatted("S"));
        assertThat(stat).isEqualTo(new ProcStat('S', 267, 987_654));
        assertThat(stat.runs()).isTrue();
    }

    @Test
    void aProcessThatEndedAndWaitsToBeCollectedDoesNotRun() {
        assertThat(ProcStat.parse(LINE.formatted("Z")).runs()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsThisProcess() {
        assertThat(ProcStat.read(ProcessHandle.current().pid())).hasValueSatisfying(stat -> {
            assertThat(stat.runs()).isTrue();
            assertThat(stat.cpuTicks()).isPositive();
        });
    }
}
