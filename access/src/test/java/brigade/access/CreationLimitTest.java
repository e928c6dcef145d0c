package brigade.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Twenty rooms an hour and address. */
class CreationLimitTest {
    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - CreationLimit.HOUR_NS / 2);
    private final CreationLimit limit = new CreationLimit(nowNs::get);

    @Test
    void theTwentyFirstWaitsUntilTheFirstIsAnHourOld() {
        for (int i = 0; i < 20; i++) {
            assertThat(limit.tryMake("a")).isZero();
            nowNs.addAndGet(60_000_000_000L);
        }
        assertThat(limit.tryMake("a")).isEqualTo(40 * 60);
        assertThat(limit.tryMake("b")).isZero();
        nowNs.addAndGet(40 * 60_000_000_000L);
        assertThat(limit.tryMake("a")).isZero();
        assertThat(limit.tryMake("a")).isEqualTo(60);
    }

    @Test
    void whatWasNotMadeDoesNotCount() {
        for (int i = 0; i < 50; i++) {
            assertThat(limit.tryMake("a")).isZero();
            limit.notMade("a");
        }
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 2 * CreationLimit.ENTRIES_MAX; i++) {
            assertThat(limit.tryMake("address " + i)).isZero();
        }
        assertThat(limit.entries()).isEqualTo(CreationLimit.ENTRIES_MAX);
    }
}
