package brigade.stress.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static LoadResult result(int singers, double p99Ms) {
        LoadPlan plan = new LoadPlan(
                List.of(Target.of(URI.create("http://127.0.0.1:1"))), singers, 1, 5, true, false, true, "", 1, 0);
        Histogram latency = new Histogram(3);
        latency.recordValueWithCount((long) (p99Ms * 1e3), plan.requests());
        ProcessReport processes = new ProcessReport(List.of(), List.of(), 0, List.of(), plan.seconds());
        return new LoadResult(
                plan,
                false,
                plan.requests(),
                0,
                0,
                0,
                0,
                plan.seconds(),
                List.of(),
                latency,
                latency,
                Map.of(),
                List.of(),
                processes,
                List.of(),
                List.of());
    }

    private static int search(Search search, int carried, int flukeAt) {
        int fluke = flukeAt;
        int trials = 0;
        for (int singers = search.next(); singers > 0; singers = search.next()) {
            assertThat(++trials).isLessThan(60);
            boolean slow = singers > carried || singers == fluke;
            if (singers == fluke) {
                fluke = 0;
            }
            search.tried(result(singers, slow ? 400 : 20));
        }
        return search.lastGood();
    }

    private static Search upTo(int max) {
        return new Search(new Promise(0.001, 300, 0.99), 50, max);
    }

    @Test
    void findsTheEdgeWithinATwentieth() {
        for (int carried = 50; carried < 900; carried += 37) {
            assertThat(search(upTo(1_000), carried, 0)).isBetween((int) (carried / 1.05), carried);
        }
    }

    @Test
    void oneBadTrialIsTriedAgain() {
        assertThat(search(upTo(1_000), 400, 112)).isBetween(380, 400);
    }

    @Test
    void stopsAtTheLimitAndWhenTheFirstNumberIsTooMany() {
        assertThat(search(upTo(200), 10_000, 0)).isEqualTo(200);
        Search hopeless = upTo(200);
        assertThat(search(hopeless, 10, 0)).isZero();
        assertThat(hopeless.trials()).hasSize(2);
    }
}
