package brigade.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Wrong passwords slow down who sends them, in that room, and nobody else. */
class FailureThrottleTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 30 * SECOND_NS); // runs over, as nanoTime may
    private final FailureThrottle throttle = new FailureThrottle(nowNs::get);

    private void fail(String address, String room) {
        assertThat(throttle.tryBegin(address, room)).isZero();
        throttle.failed(address, room);
    }

    @Test
    void fiveAreFreeThenEachWaitDoubles() {
        for (int i = 0; i < 5; i++) {
            fail("hall", "a");
        }
        for (int wait : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertThat(throttle.tryBegin("hall", "a")).isEqualTo(wait);
            nowNs.addAndGet(wait * SECOND_NS - 1);
            assertThat(throttle.tryBegin("hall", "a")).isEqualTo(1);
            nowNs.addAndGet(1);
            fail("hall", "a");
        }
    }

    @Test
    void othersAreNotSlowed() {
        for (int i = 0; i < 5; i++) {
            fail("hall", "a");
        }
        assertThat(throttle.tryBegin("hall", "a")).isPositive();
        assertThat(throttle.tryBegin("hall", "b")).isZero();
        assertThat(throttle.tryBegin("home", "a")).isZero();
    }

    @Test
    void aHundredRightPasswordsFromOneHallCostNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.tryBegin("hall", "a")).isZero();
        }
        for (int i = 0; i < 100; i++) {
            throttle.succeeded("hall", "a");
        }
        assertThat(throttle.tryBegin("hall", "a")).isZero();
        assertThat(throttle.entries()).isZero();
    }

    @Test
    void aRightPasswordLetsTheNextTryAtOnceButForgetsNothing() {
        for (int i = 0; i < 5; i++) {
            fail("hall", "a");
        }
        nowNs.addAndGet(SECOND_NS);
        assertThat(throttle.tryBegin("hall", "a")).isZero();
        throttle.succeeded("hall", "a");
        fail("hall", "a");
        assertThat(throttle.tryBegin("hall", "a")).isEqualTo(2);
    }

    @Test
    void whoWaitsHasOneTryAtATime() {
        for (int i = 0; i < 5; i++) {
            fail("hall", "a");
        }
        nowNs.addAndGet(SECOND_NS);
        assertThat(throttle.tryBegin("hall", "a")).isZero();
        assertThat(throttle.tryBegin("hall", "a")).isPositive();
        throttle.failed("hall", "a");
        assertThat(throttle.tryBegin("hall", "a")).isEqualTo(2);
    }

    @Test
    void aQuarterOfAnHourForgets() {
        for (int i = 0; i < 12; i++) {
            nowNs.addAndGet(60 * SECOND_NS);
            fail("hall", "a");
        }
        nowNs.addAndGet(FailureThrottle.FORGET_NS + 1);
        for (int i = 0; i < 5; i++) {
            fail("hall", "a");
        }
        assertThat(throttle.tryBegin("hall", "a")).isEqualTo(1);
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 3 * FailureThrottle.ENTRIES_MAX; i++) {
            throttle.failed("address " + i, "a");
        }
        assertThat(throttle.entries()).isEqualTo(FailureThrottle.ENTRIES_MAX);
    }
}
