package brigade.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnchoredSampleClockTest {
    private static final UUID BOOT = new UUID(1, 2);
    private static final long NOV_2026_NS = 1_795_000_000_123_456_789L;
    private static final long HOUR_NS = 3_600_000_000_000L;

    @Test
    void countsFortyEightThousandASecondFromTheEpoch() {
        AtomicLong monotonicNs = new AtomicLong(77);
        SampleClock clock = new AnchoredSampleClock(new ClockAnchor(BOOT, 2_000_000_000L, 77), monotonicNs::get);
        assertThat(clock.nowSamples()).isEqualTo(96_000);
        monotonicNs.addAndGet(1_000_000_000L);
        assertThat(clock.nowSamples()).isEqualTo(144_000);
        monotonicNs.addAndGet(20_833);
        assertThat(clock.nowSamples()).as("a hair less than one sample later").isEqualTo(144_000);
        monotonicNs.addAndGet(1);
        assertThat(clock.nowSamples()).isEqualTo(144_001);
    }

    @Test
    void doesNotOverflowAtTodaysEpoch() {
        assertThat(AnchoredSampleClock.epochNsToSamples(NOV_2026_NS)).isEqualTo(exact(NOV_2026_NS));
        assertThat(AnchoredSampleClock.epochNsToSamples(Long.MAX_VALUE)).isEqualTo(exact(Long.MAX_VALUE));
    }

    @Test
    void conversionsAreExactForRandomTimes() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long epochNs = random.nextLong();
            assertThat(AnchoredSampleClock.epochNsToSamples(epochNs)).isEqualTo(exact(epochNs));
            long deltaNs = epochNs / 6;
            assertThat(AnchoredSampleClock.deltaNsToSamples(deltaNs)).isEqualTo(exact(deltaNs));
        }
    }

    @Test
    void goesBackBeforeTheAnchorWithoutAJump() {
        AtomicLong monotonicNs = new AtomicLong(0);
        SampleClock clock = new AnchoredSampleClock(new ClockAnchor(BOOT, NOV_2026_NS, HOUR_NS), monotonicNs::get);
        long before = clock.nowSamples();
        monotonicNs.set(HOUR_NS);
        assertThat(clock.nowSamples() - before).isEqualTo(3_600L * AudioFormat.SAMPLE_RATE_HZ);
    }

    @Test
    void anAnchorBelongsToItsBootAlone() {
        assertThat(new ClockAnchor(BOOT, 1, 1).isOfBoot(new UUID(1, 2))).isTrue();
        assertThat(new ClockAnchor(BOOT, 1, 1).isOfBoot(new UUID(1, 3))).isFalse();
        assertThat(new ClockAnchor(ClockAnchor.UNKNOWN_BOOT, 1, 1).isOfBoot(ClockAnchor.UNKNOWN_BOOT))
                .as("unknown boots are never the same")
                .isFalse();
    }

    private static long exact(long ns) {
        BigInteger[] parts =
                BigInteger.valueOf(ns).multiply(BigInteger.valueOf(6)).divideAndRemainder(BigInteger.valueOf(125_000));
        return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
    }
}
