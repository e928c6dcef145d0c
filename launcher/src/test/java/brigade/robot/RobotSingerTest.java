package brigade.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotSingerTest {
    private static final int BATCH = 28_800;
    private static final long SECOND = 48_000;

    private final VirtualClock clock = new VirtualClock();
    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final FakeShard shard = new FakeShard(clock, codec, FakeShard.newRing());

    /** 8 s of a soft voice with a chirp in every second. */
    private static float[] voice(Chirp chirp) {
        float[] voice = new VoiceSynth(3).sing(Melody.FRERE_JACQUES, (int) (8 * SECOND));
        for (int i = 0; i < voice.length; i++) {
            voice[i] *= 0.3f;
        }
        for (int second = 0; second < 8; second++) {
            chirp.addTo(voice, (int) (second * SECOND) + 20_000, 0.4);
        }
        return voice;
    }

    private RobotSinger run(RobotConfig config, float[] voice, FakeShard on) throws Exception {
        try (RobotSinger robot = new RobotSinger(config, voice, on, clock, codec)) {
            robot.run();
            return robot;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5, -240", "-5, 240"})
    void whatItSingsLandsWhereItBelongs_andWithAWrongLatencyElsewhere(double latencyMs, int shift) throws Exception {
        run(RobotConfig.leader("leader", 7, 2).withLatencyMs(latencyMs), voice(Chirp.CODE_1), shard);

        assertThat(shard.songStart).isPositive();
        for (int second = 0; second < 8; second++) {
            long at = shard.songStart + second * SECOND + 20_000;
            assertThat(placeInRing(Chirp.CODE_1, at) - at).isCloseTo(shift, within(0.5));
        }
        // It stops with its last sample: the stop carries a write clock at or after the file's end.
        assertThat(shard.songEnd - shard.songStart).isBetween(8 * SECOND - 624, 8 * SECOND + BATCH);
    }

    @Test
    void whatItHearsIsRecordedAtTheClockWhereItLay() throws Exception {
        float[] ring = shard.ring;
        run(RobotConfig.leader("leader", 7, 2), voice(Chirp.CODE_1), shard);
        // The follower lives through the same seconds again, 3 s further behind.
        VirtualClock again = new VirtualClock();
        FakeShard other = new FakeShard(again, codec, ring);
        other.songStart = shard.songStart;
        other.songEnd = shard.songEnd;
        RobotSinger follower = new RobotSinger(
                RobotConfig.follower("follower", 8).withBucket(2), voice(Chirp.DOWN), other, again, codec);
        RobotReport report = follower.run();
        follower.close();

        assertThat(report.errors()).isEmpty();
        assertThat(follower.recording().stretches()).hasSize(1);
        for (int second = 0; second < 8; second++) {
            long at = shard.songStart + second * SECOND + 20_000;
            float[] heard = follower.recording().at(at - 500, at + 1_500);
            assertThat(Correlator.of(Chirp.CODE_1).best(heard, 0, heard.length).at() - 500)
                    .isCloseTo(0, within(0.5));
            // Its own chirps lie in the ring at the same place by now.
            assertThat(placeInRing(Chirp.DOWN, at) - at).isCloseTo(0, within(0.5));
        }
        assertThat(report.songStartSample()).isEqualTo(shard.songStart);
        assertThat(follower.recording().stretches().getFirst().endSample()).isGreaterThan(shard.songEnd + SECOND);
    }

    @Test
    void requestsAreContiguousAndInTime() throws Exception {
        run(
                RobotConfig.follower("Anna Ä&=", 0xF000_0000_0000_0001L)
                        .withBucket(2)
                        .withSeconds(6),
                new float[0],
                shard);

        assertThat(shard.requests).hasSize(10);
        Map<String, String> first = shard.requests.getFirst();
        assertThat(first)
                .containsEntry("userid", "17293822569102704641")
                .containsEntry("username", "Anna Ä&=")
                .containsEntry("reset_user_state", "1")
                .doesNotContainKey("write_clock");
        long read = clockOf(first, "read_clock");
        assertThat(read - FakeShard.ORIGIN).isEqualTo(5 * SECOND - 6 * SECOND);
        for (int i = 1; i < 10; i++) {
            Map<String, String> request = shard.requests.get(i);
            assertThat(request).doesNotContainKey("reset_user_state");
            assertThat(clockOf(request, "read_clock")).isEqualTo(read + (long) i * BATCH);
            if (i >= 2) {
                assertThat(clockOf(request, "write_clock")).isEqualTo(read + (i - 2L) * BATCH - 624);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"409", "503", "500", "0"})
    void anErrorIsFollowedByAResetOnTheSameGrid(int status) throws Exception {
        shard.failures.put(6, status);
        shard.failures.put(7, status);

        RobotSinger robot = run(RobotConfig.follower("f", 8).withBucket(1).withSeconds(15), new float[0], shard);

        RobotReport report = robot.report();
        assertThat(report.gaveUp()).isFalse();
        assertThat(report.errors().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(2);
        assertThat(report.restarts()).isEqualTo(2);
        long read = clockOf(shard.requests.getFirst(), "read_clock");
        Map<String, String> again = shard.requests.get(8);
        assertThat(again).containsEntry("reset_user_state", "1").doesNotContainKey("write_clock");
        assertThat((clockOf(again, "read_clock") - read) % BATCH).isZero();
        assertThat(robot.recording().stretches()).hasSize(2);
        // Nothing but the batches of the failed ticks is missing.
        assertThat(robot.recording().stretches().get(1).fromSample()
                        - robot.recording().stretches().get(0).endSample())
                .isEqualTo(2L * BATCH);
    }

    @Test
    void aServerThatStaysAwayEndsInGivingUpWithFewRequests() throws Exception {
        for (int i = 3; i < 1_000; i++) {
            shard.failures.put(i, 503);
        }

        RobotReport report = run(RobotConfig.follower("f", 8).withSeconds(100), new float[0], shard)
                .report();

        assertThat(report.gaveUp()).isTrue();
        assertThat(shard.requests.size()).isBetween(10, 30);
    }

    @Test
    void aSlowAnswerIsCaughtUpWith_aVerySlowOneBeginsAnew() throws Exception {
        shard.delaysNs.put(5, 1_500_000_000L);
        shard.delaysNs.put(15, 4_000_000_000L);

        RobotReport report = run(RobotConfig.follower("f", 8).withBucket(1).withSeconds(18), new float[0], shard)
                .report();

        assertThat(report.restarts()).isEqualTo(1);
        assertThat(report.errors()).hasSize(1);
        assertThat(report.late()).isGreaterThan(0);
        List<Integer> resets = new ArrayList<>();
        for (int i = 0; i < shard.requests.size(); i++) {
            if (shard.requests.get(i).containsKey("reset_user_state")) {
                resets.add(i);
            }
        }
        assertThat(resets).containsExactly(0, 16);
    }

    @Test
    void itMovesToTheSeatThatTheServerGives_unlessToldWhereToSit() throws Exception {
        shard.delaySeconds = 9;
        RobotReport moved = run(RobotConfig.follower("f", 8).withSeconds(6), new float[0], shard)
                .report();
        Map<String, String> second = shard.requests.get(1);
        assertThat(second).containsEntry("reset_user_state", "1");
        assertThat(clockOf(second, "read_clock"))
                .isEqualTo(clockOf(shard.requests.getFirst(), "read_clock") + BATCH - 6 * SECOND);
        assertThat(moved.errors()).isEmpty();
        assertThat(moved.format("f", new Recording())).contains("listened behind: [3.00 s, 9.00 s]");

        shard.requests.clear();
        run(RobotConfig.follower("g", 9).withBucket(2).withSeconds(6), new float[0], shard);
        assertThat(shard.requests.stream().filter(r -> r.containsKey("reset_user_state")))
                .hasSize(1);
    }

    @Test
    void aSongThatWasOverBeforeItCameIsNotItsSong() throws Exception {
        shard.songStart = FakeShard.ORIGIN - 60 * SECOND;
        shard.songEnd = FakeShard.ORIGIN - 30 * SECOND;

        RobotReport report = run(RobotConfig.follower("f", 8).withSeconds(6), new float[0], shard)
                .report();

        assertThat(report.songStartSample()).isZero();
        assertThat(report.exchanges()).isEqualTo(10);
    }

    @Test
    void commandsAreSentOnce_andAgainWhenTheyWereNotAnswered() throws Exception {
        shard.failures.put(2, 503);

        run(RobotConfig.follower("f", 8).withSeconds(6).withCommand(1.2, "chat", "[\"hi\"]"), new float[0], shard);

        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < shard.requests.size(); i++) {
            if (shard.requests.get(i).containsKey("chat")) {
                sent.add(i);
            }
        }
        assertThat(sent).containsExactly(2, 3);
    }

    private static long clockOf(Map<String, String> request, String name) {
        return Long.parseLong(request.getOrDefault(name, "missing " + name));
    }

    /** Clock at which {@code chirp} begins in the ring, near {@code at}. */
    private double placeInRing(Chirp chirp, long at) {
        float[] part = new float[3_000];
        for (int i = 0; i < part.length; i++) {
            part[i] = shard.ring[(int) Math.floorMod(at - 1_000 + i - FakeShard.ORIGIN, (long) shard.ring.length)];
        }
        Correlator.Match match = Correlator.of(chirp).best(part, 0, part.length);
        assertThat(match.similarity()).isGreaterThan(0.5);
        return at - 1_000 + match.at();
    }
}
