package brigade.launcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code top} makes of pages and of /proc. */
class TopTextTest {
    @TempDir
    Path proc;

    private static String shard(int sent, int late, int fast, int slow, double p99) {
        return """
                # HELP brigade_messages_sent_total sound
                brigade_messages_sent_total %d.0
                brigade_messages_late_total %d.0
                brigade_tick_seconds_bucket{le="0.01"} %d
                brigade_tick_seconds_bucket{le="0.02"} %d
                brigade_tick_seconds_bucket{le="+Inf"} %d
                brigade_rpc_latest_seconds{quantile="0.99"} %s
                brigade_tick_overruns_total %d.0
                """.formatted(sent, late, fast, fast, fast + slow, p99, slow);
    }

    @Test
    void figuresAreOfTheTimeBetweenTwoLooks() {
        Scrape before = Scrape.of(List.of(shard(1_000, 50, 100, 0, 0.001), shard(0, 0, 0, 0, 0)));
        String state = "brigade_state_people 12.0\nbrigade_state_journal_lag_seconds 6.5\n";
        Scrape after = Scrape.of(List.of(state, shard(2_000, 60, 190, 10, 0.002), shard(1_000, 0, 100, 0, 0.004)));
        HouseLook look = HouseLook.of(before, after, 2);
        assertThat(look.singers()).isEqualTo(12);
        assertThat(look.latePercent()).isEqualTo(0.5, within(1e-9)); // 10 of 2,000
        assertThat(look.overruns()).isEqualTo(5);
        assertThat(look.tickP99Ms()).as("5 % are over all buckets").isInfinite();
        assertThat(look.callP99Ms()).as("of the slowest shard").isEqualTo(4);
        List<String> lines = TopText.lines("here", look, List.of(), List.of("shard-02"));
        assertThat(lines)
                .contains("0 rooms, 0 singing; 12 singers, 0 listeners")
                .anyMatch(line -> line.contains("sound late 0.50 %") && line.contains("ticks p99 over 500 ms"))
                .anyMatch(line -> line.startsWith("! shard-02 does not answer"))
                .anyMatch(line -> line.startsWith("! sound leaves late"))
                .anyMatch(line -> line.startsWith("! the journal"));
    }

    @Test
    void aCounterThatBeganAnewCountsFromZero() {
        Scrape before = Scrape.of(List.of("x_total 100\n"));
        assertThat(Scrape.of(List.of("x_total 7\n")).grown(before, "x_total")).isEqualTo(7);
    }

    @Test
    void nothingWrongIsNoWarning() {
        HouseLook quiet = HouseLook.of(Scrape.of(List.of()), Scrape.of(List.of()), 1);
        assertThat(TopText.warnings(quiet, List.of(), List.of())).isEmpty();
        assertThat(TopText.lines("here", quiet, List.of(), List.of())).anyMatch(line -> line.contains("sound late -"));
    }

    private void process(String thread, long ticks, long threadTicks) throws Exception {
        Path folder = proc.resolve("7");
        Files.createDirectories(folder.resolve("task/8"));
        String stat = ") S 1 1 1 0 -1 0 0 0 0 0 %d 0 0 0 20 0 1 0 100 0 0\n";
        Files.writeString(folder.resolve("stat"), "7 (java" + stat.formatted(ticks));
        Files.writeString(folder.resolve("status"), "Name:\tjava\nVmRSS:\t  2048 kB\n");
        Files.writeString(folder.resolve("task/8/stat"), "8 (" + thread + stat.formatted(threadTicks));
    }

    @Test
    void threadsAreFoundByWhatTheyUsed() throws Exception {
        process("a (b) c", 100, 40);
        ProcessLook before = ProcessLook.at(proc, 7).orElseThrow();
        process("a (b) c", 160, 90);
        ProcessLook after = ProcessLook.at(proc, 7).orElseThrow();
        assertThat(after.cpuPercent(before, 0.5)).isEqualTo(120);
        assertThat(after.residentBytes()).isEqualTo(2 << 20);
        assertThat(after.busiest(before, 0.5)).isEqualTo(new ProcessLook.Busiest("a (b) c", 100));
        assertThat(after.threadTicks()).isEqualTo(Map.of("8 a (b) c", 90L));
        assertThat(ProcessLook.at(proc, 9)).isEmpty();
        TopText.Row row = new TopText.Row("state-server", 120, 2 << 20, after.busiest(before, 0.5));
        HouseLook quiet = HouseLook.of(Scrape.of(List.of()), Scrape.of(List.of()), 1);
        assertThat(TopText.warnings(quiet, List.of(row), List.of()))
                .containsExactly("! a (b) c of state-server has no time left on its core");
    }
}
