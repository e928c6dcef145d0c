package brigade.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockSyncTest {
    private static final long SEED = 20_261_121;
    private static final long ORIGIN = 85_000_000_000_000L;

    private static long server(double seconds) {
        return ORIGIN + (long) (seconds * 48_000);
    }

    @Test
    void ofManySlowPingsTheBestIsBelieved() {
        Random random = new Random(SEED);
        ClockSync clock = new ClockSync();
        for (int i = 0; i < 20; i++) {
            double sent = 10 + i * 0.11;
            double up = 0.002 + random.nextDouble() * 0.08;
            double down = 0.002 + random.nextDouble() * 0.08;
            clock.pong((long) (sent * 1e9), (long) ((sent + up + down) * 1e9), server(sent + up), server(sent + up));
        }
        // One round trip that was fast both ways: its error is at most half of it.
        clock.pong(13_000_000_000L, 13_004_000_000L, server(13.002), server(13.002));

        assertThat(clock.rttMs()).isCloseTo(4, within(0.01));
        assertThat(clock.samplesAt(14_000_000_000L)).isCloseTo(server(14), within(96L));
        assertThat(clock.nsAt(clock.samplesAt(14_000_000_000L)) / 1e9).isCloseTo(14, within(0.001));
    }

    @Test
    void anOldPingLosesToAYoungOneThatIsALittleSlower() {
        ClockSync clock = new ClockSync();
        clock.pong(0, 2_000_000, server(0.001), server(0.001));
        // The server's clock is 50 ppm fast: after 100 s it is 5 ms ahead.
        clock.pong(100_000_000_000L, 100_004_000_000L, server(100.007), server(100.007));
        assertThat(clock.rttMs()).isCloseTo(4, within(0.01));
        assertThat(clock.samplesAt(100_000_000_000L)).isCloseTo(server(100.005), within(2L));
    }

    @Test
    void timeInTheServerIsNoRoundTrip() {
        ClockSync clock = new ClockSync();
        assertThat(clock.isKnown()).isFalse();
        clock.pong(1_000_000_000L, 1_302_000_000L, server(1.001), server(1.301));
        assertThat(clock.rttMs()).isCloseTo(2, within(0.1));
    }
}
