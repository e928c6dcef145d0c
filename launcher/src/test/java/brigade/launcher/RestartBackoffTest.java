package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {
    private static long ms(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void pausesGrowToTenSecondsAndNoFurther() {
        RestartBackoff backoff = new RestartBackoff();
        for (long expectedMs : new long[] {0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000}) {
            assertThat(backoff.ended(ms(5))).isEqualTo(ms(expectedMs));
        }
    }

    @Test
    void tenSecondsOfQuietForgetThePast() {
        RestartBackoff backoff = new RestartBackoff();
        backoff.ended(0);
        backoff.ended(0);
        assertThat(backoff.ended(ms(10_000))).isZero();
    }
}
