package brigade.stress.load;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.ConcentusCodec;
import brigade.shard.codec.OpusCodec;
import brigade.stress.FakeServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that stalls holds up turns that were not even sent yet: all of them count. */
class CoordinatedOmissionTest {
    private static final Progress QUIET = new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void counted(
                LoadPlan plan, double elapsedSeconds, long answered, long late, long errors, double p99Ms) {}
    };

    @Test
    void aStallShowsAsLateTurnsAndInThePercentiles() throws IOException, InterruptedException {
        OpusCodec codec = new ConcentusCodec();
        VoiceBank silence = VoiceBank.silent(codec);
        try (FakeServer server = new FakeServer()) {
            Target target = Target.of(server.url());
            LoadSession.Setup setup =
                    new LoadSession.Setup(target, silence, silence, codec, false, "", 123_456_789, Map::of, List.of());
            // One worker for 12 users: a request each 50 ms, for 4 turns.
            LoadPlan plan = new LoadPlan(List.of(target), 1, 12, 48, true, false, false, "", 1, 0);
            try (LoadSession session = new LoadSession(setup, new LiveTime())) {
                server.stallFromFirstPost(1.5); // of 2.4 s
                LoadResult result = session.measure(plan, QUIET);
                assertThat(result.answered()).isEqualTo(48);
                // The worker felt the stall in one request; the singers felt it in every turn due in its first 0.9 s.
                assertThat(result.late()).isGreaterThanOrEqualTo(17);
                assertThat(result.service().getCountBetweenValues(600_000, 10_000_000))
                        .isBetween(1L, result.late() / 2);
                assertThat(result.latencyMs(75)).isGreaterThan(600);
                assertThat(result.service().getValueAtPercentile(75) / 1e3).isLessThan(600);
                assertThat(Promise.USUAL.brokenBy(result)).anyMatch(line -> line.contains("600 ms late"));
                assertThat(result.seconds().stream().mapToLong(LoadSecond::late).sum())
                        .isEqualTo(result.late());
            }
        }
    }
}
