package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.robot.HttpTransport;
import brigade.robot.RobotConfig;
import brigade.robot.RobotSinger;
import brigade.shard.CodecShard;
import brigade.shard.CodecShardConfig;
import brigade.shard.codec.CodecChoice;
import brigade.state.StateServer;
import brigade.state.StateServerConfig;
import brigade.state.TimeAndChance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody sets the machine's clock while people sing: nobody notices. The wall clock is injected; the servers are the real
 * ones, over HTTP, in this process. Even a state server that starts anew under the wrong time goes on with the right one.
 */
@Tag("slow")
@Tag("patient")
class ClockStepTest {
    private static final int SONG_SECONDS = 24;
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    /** The state server is away for a second, the robots come back within their back-off. */
    private static final int BACK_SECONDS = 7;

    private final AtomicLong stepNs = new AtomicLong();

    @Test
    void aSteppedWallClockMakesNoErrorAndNoGap(@TempDir Path dir) throws Exception {
        try (StateServer state = launch(dir);
                CodecShard shard = shard(dir);
                Choir choir = new Choir(15)) {
            RobotSinger leader = leader(choir, shard);
            RobotSinger last = last(choir, shard);
            Songs.awaitSecond(leader, 4);
            stepNs.set(HOUR_NS);
            Songs.awaitSecond(leader, 10);
            stepNs.set(-HOUR_NS);
            choir.awaitEnd();

            assertThat(state.healthPort()).isEqualTo(-1);
            assertThat(leader.report().errors()).isEmpty();
            assertThat(last.report().errors()).isEmpty();
            assertThat(last.recording().stretches()).hasSize(1);
            new Ear(last).hears(Chirp.UP, 0, SONG_SECONDS, 0);
        }
    }

    @Test
    void aStateServerThatStartsUnderAnotherTimeGoesOnWithTheOldClock(@TempDir Path dir) throws Exception {
        StateServer state = launch(dir);
        try (CodecShard shard = shard(dir);
                Choir choir = new Choir(16)) {
            RobotSinger leader = leader(choir, shard);
            RobotSinger last = last(choir, shard);
            Songs.awaitSecond(leader, 8);
            long songStart = leader.report().songStartSample();
            stepNs.set(-HOUR_NS);
            state.close();
            state = launch(dir);
            choir.awaitEnd();

            assertThat(leader.report().songStartSample()).isEqualTo(songStart);
            assertThat(last.report().gaveUp()).isFalse();
            new Ear(last).hears(Chirp.UP, 8 + BACK_SECONDS, SONG_SECONDS, 0);
        } finally {
            state.close();
        }
    }

    @Test
    void theControl_theInjectedTimeReachesTheServer(@TempDir Path dir) throws Exception {
        stepNs.set(-HOUR_NS);
        long anHourAgo = (System.currentTimeMillis() - HOUR_NS / 1_000_000) * 48;
        try (StateServer state = launch(dir);
                CodecShard shard = shard(dir);
                HttpTransport transport = new HttpTransport(api(shard))) {
            assertThat(state.healthPort()).isEqualTo(-1);
            assertThat(transport.serverClock()).isBetween(anHourAgo, anHourAgo + 60 * 48_000);
        }
    }

    private static RobotSinger leader(Choir choir, CodecShard shard) {
        return choir.sing(
                RobotConfig.leader("leader", choir.newUserId(), 2), Choir.voice(Chirp.UP, SONG_SECONDS), api(shard));
    }

    private static RobotSinger last(Choir choir, CodecShard shard) {
        return choir.sing(RobotConfig.follower("last", choir.newUserId()).withBucket(2), new float[0], api(shard));
    }

    private static URI api(CodecShard shard) {
        return URI.create("http://127.0.0.1:" + shard.port() + "/api");
    }

    private StateServer launch(Path dir) throws IOException {
        TimeAndChance source = new TimeAndChance(
                System::nanoTime,
                () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + stepNs.get(),
                new Random(1));
        return StateServer.launch(
                new StateServerConfig(dir.resolve("run"), dir.resolve("data"), -1, true, 100, "", false), source);
    }

    private static CodecShard shard(Path dir) throws IOException {
        CodecShard shard = CodecShard.launch(new CodecShardConfig(
                1,
                "127.0.0.1",
                0,
                dir.resolve("run"),
                dir.resolve("data"),
                CodecChoice.AUTO,
                null,
                100,
                1_000_000,
                true,
                List.of(),
                null,
                false));
        shard.warmUp();
        return shard;
    }
}
