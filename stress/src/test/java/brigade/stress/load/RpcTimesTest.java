package brigade.stress.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RpcTimesTest {
    private static final long START_NS = 1_000_000_000_000L;

    private final RpcTimes times = new RpcTimes("shard-01", START_NS);

    @Test
    void eachCallIsAPointOfSignalAwakeAndFinish() {
        times.add("2\n" + line(500_000_000, 12_000, 45_500) + line(1_250_000_000, 700, 31_000));
        times.add("3\n" + line(2_000_000_000L, 1_000, 2_000));

        RpcTiming timing = times.timing();
        assertThat(timing.everyNth()).isEqualTo(1);
        assertThat(timing.points())
                .containsExactly(
                        new RpcTiming.Point(0.5, 12, 45.5),
                        new RpcTiming.Point(1.25, 0.7, 31),
                        new RpcTiming.Point(2, 1, 2));
        assertThat(times.next()).isEqualTo(3);
        assertThat(timing.finishNs().getTotalCount()).isEqualTo(3);
        assertThat(timing.awakeNs().getMaxValue()).isCloseTo(12_000, within(20L));
    }

    @Test
    void callsBeforeTheRunAndTimesThatCannotBeAreLeftOut() {
        times.add("3\n" + line(-1, 10, 20) + line(5, -1, 20) + line(5, 20, 10));
        assertThat(times.timing().points()).isEmpty();
        assertThat(times.timing().finishNs().getTotalCount()).isZero();
    }

    @Test
    void aRestartedShardIsAskedFromItsFirstCallOn() {
        times.add("900\n" + line(1_000, 10, 20));
        times.add("4\n");
        assertThat(times.next()).isZero();
        times.add("5\n" + line(9_000, 10, 20));
        assertThat(times.timing().points()).hasSize(2);
    }

    @Test
    void ofTooManyEveryOtherGoesButAllAreCounted() {
        int calls = 3 * RpcTimes.POINTS_MAX;
        StringBuilder page = new StringBuilder(calls + "\n");
        for (int i = 0; i < calls; i++) {
            page.append(line(1_000L * i, 10, 20));
        }
        times.add(page.toString());
        RpcTiming timing = times.timing();
        assertThat(timing.everyNth()).isEqualTo(4);
        assertThat(timing.points()).hasSizeBetween(RpcTimes.POINTS_MAX / 2, RpcTimes.POINTS_MAX);
        for (int i = 1; i < timing.points().size(); i++) {
            double between =
                    timing.points().get(i).second() - timing.points().get(i - 1).second();
            assertThat(between).isCloseTo(4e-6, within(1e-9));
        }
        assertThat(timing.finishNs().getTotalCount()).isEqualTo(calls);
    }

    private static String line(long signalNs, long awakeNs, long finishNs) {
        long signal = START_NS + signalNs;
        return signal + "," + (signal + awakeNs) + "," + (signal + finishNs) + "\n";
    }
}
