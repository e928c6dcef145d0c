package brigade.stress.choir;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.stress.load.ProcessReport;
import brigade.stress.report.RecordingReport;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What recording costs, out of a run whose CPU is known. */
class RecordingCostTest {
    private static final Offset<Double> TINY = Offset.offset(1e-9);

    /** A server of half a core, one of a quarter, which takes more while it is recorded; a tester, and others. */
    private static ProcessReport run(double moreMs) {
        List<ProcessReport.Point> points = new ArrayList<>();
        for (int second = 1; second <= 80; second++) {
            boolean recorded = (second - 1) / 20 % 2 == 1;
            points.add(new ProcessReport.Point("state-server", second, 500, 100));
            points.add(new ProcessReport.Point("shard-01", second, 250 + (recorded ? moreMs : 0), 100));
            points.add(new ProcessReport.Point("tester", second, 900, 100));
            points.add(new ProcessReport.Point(ProcessReport.OTHERS, second, 77, 0));
        }
        return new ProcessReport(List.of(), List.of(), 0, points, 80);
    }

    private static RecordingCost cost(double moreMs) {
        List<RecordingCost.Turn> turns = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            turns.add(RecordingCost.measured(i % 2 == 1, 20 * i, 20 * i + 20, run(moreMs)));
        }
        return new RecordingCost(turns, 3);
    }

    @Test
    void itIsTheServersCpuAlone() {
        RecordingCost cost = cost(30);
        assertThat(cost.cores(false)).isCloseTo(0.75, TINY);
        assertThat(cost.cores(true)).isCloseTo(0.78, TINY);
        assertThat(cost.share()).isCloseTo(0.04, TINY);
    }

    @Test
    void aPromiseIsBrokenByMoreThanFivePerCentOfMany_orWhenNothingWasSwitched() {
        List<String> broken = new ArrayList<>();
        RecordingReport.judge(cost(30), 200, broken);
        RecordingReport.judge(cost(60), 20, broken);
        RecordingReport.judge(null, 200, broken);
        assertThat(broken).isEmpty();
        RecordingReport.judge(cost(60), 200, broken);
        assertThat(broken).containsExactly("recording costs 8.0 % of the servers' CPU; 5 % are allowed");
        broken.clear();
        RecordingReport.judge(new RecordingCost(cost(0).turns(), 1), 200, broken);
        assertThat(broken).containsExactly("recording was switched 1 times, not 3");
    }
}
