package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import brigade.audio.synth.Chirp;
import brigade.robot.StreamRobot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What CrashTest and StreamMovesTest show of processes, on containers behind nginx: parts are killed, paused and cut off in the
 * middle of a song, and shards are replaced one after the other while people sing. Skipped where no container engine is.
 */
@Tag("slow")
@EnabledIfSystemProperty(
        named = "brigade.unproven",
        matches = "true",
        disabledReason = "not proven yet; takes three minutes")
class PodTest {
    private static final int SHARDS = 3;

    /** A surge shard uses the slot that is free. */
    private static final int SURGE = 4;

    private static final double MARGIN_MS = 400;
    private static final double WAIT_SECONDS = 6;

    /** Robots that sing or listen while shards are replaced; 50 are too many for CI's two cores beside everything else. */
    private static final int ROBOTS = Integer.getInteger("brigade.robots", 9);

    private static final int TROUBLE_SECONDS = 44;
    private static final int UPGRADE_SECONDS = Integer.getInteger("brigade.song.seconds", 50);

    /** Who was cut off is back within this, also on a busy machine. */
    private static final int BACK_SECONDS = 7;

    private static Pod pod;

    @BeforeAll
    static void up() throws IOException, InterruptedException {
        assumeTrue(Pod.canRun(), "no container engine");
        pod = Pod.start(SHARDS);
    }

    @AfterAll
    static void down() {
        if (pod != null) {
            pod.close();
        }
    }

    @Test
    void strangersReachThePageAndNothingInside() throws Exception {
        assertThat(pod.get("/").body()).contains("<title>");
        assertThat(pod.get("/healthz").statusCode()).isEqualTo(200);
        for (String inside : List.of("/metrics", "/ready", "/counters", "/rooms")) {
            assertThat(pod.get(inside).statusCode()).as(inside).isEqualTo(404);
        }
        assertThat(pod.get("/api/telemetry?token=guess").statusCode()).isEqualTo(403);
    }

    @Test
    void aSongOutlivesAShardKilledAndOnePausedAStateServerKilledAndACutNetwork() throws Exception {
        try (StreamChoir choir = new StreamChoir()) {
            StreamRoom room = StreamRoom.make(choir.http(), pod.url(), "\"name\":\"trouble\"");
            StreamRobot leader = sing(choir, room, "leader", 1, Chirp.UP, TROUBLE_SECONDS, 1);
            StreamRobot second = sing(choir, room, "second", 2, Chirp.CODE_1, TROUBLE_SECONDS, 2);
            StreamRobot third = sing(choir, room, "third", 3, Chirp.CODE_2, TROUBLE_SECONDS, 3);
            StreamRobot last = sing(choir, room, "last", 4, null, 0, 1);

            StreamSongs.awaitSecond(last, 4);
            pod.kill(Pod.shardName(2));
            pod.startShard(2);
            StreamSongs.awaitSecond(last, 11);
            pod.pause(Pod.shardName(3));
            StreamSongs.awaitSecond(last, 13);
            pod.unpause(Pod.shardName(3));
            pod.awaitReady(2);
            StreamSongs.awaitSecond(last, 18);
            int cutBefore = leader.report().connections() + last.report().connections();
            long songStart = leader.report().songStartSample();

            pod.kill("state-server");
            pod.start("state-server");
            StreamSongs.awaitSecond(last, 26);
            pod.cut();
            Thread.sleep(1_500);
            pod.mend();
            choir.awaitEnd();

            // Nobody on the first shard noticed what happened to the others.
            assertThat(cutBefore).isEqualTo(2);
            Ear ear = new Ear(last);
            ear.hears(Chirp.UP, 0, 17, 0);
            assertThat(second.report().connections()).as("second's").isGreaterThan(1);
            for (StreamRobot robot : List.of(leader, second, third, last)) {
                assertThat(robot.report().songStartSample()).as(robot.name()).isEqualTo(songStart);
                assertThat(robot.report().songEndSample()).as(robot.name()).isBetween(songStart, Long.MAX_VALUE - 1);
            }
            int from = 28 + BACK_SECONDS;
            for (Chirp chirp : List.of(Chirp.UP, Chirp.CODE_1, Chirp.CODE_2)) {
                int heard = ear.heard(chirp, from, TROUBLE_SECONDS);
                System.out.printf("%s after all of it: %d of %d%n", chirp, heard, TROUBLE_SECONDS - from);
                assertThat(heard).as("%s after all of it", chirp).isEqualTo(TROUBLE_SECONDS - from);
            }
        }
    }

    /** A surge shard comes, each of the old ones is drained and replaced, the surge shard goes; nobody stops singing. */
    @Test
    void allShardsAreReplacedInTheMiddleOfASong() throws Exception {
        pod.startShard(SURGE);
        try (StreamChoir choir = new StreamChoir()) {
            StreamRoom room = StreamRoom.make(choir.http(), pod.url(), "\"name\":\"upgrade\"");
            List<StreamRobot> robots = new ArrayList<>();
            robots.add(sing(choir, room, "leader", 1, Chirp.UP, UPGRADE_SECONDS, 0));
            robots.add(sing(choir, room, "second", 2, Chirp.CODE_1, UPGRADE_SECONDS, 0));
            robots.add(sing(choir, room, "third", 3, Chirp.CODE_2, UPGRADE_SECONDS, 0));
            while (robots.size() < ROBOTS) {
                robots.add(sing(choir, room, "robot " + robots.size(), 4, null, 0, 0));
            }
            pod.awaitReady(SURGE);
            StreamSongs.awaitSecond(robots.getLast(), 3);
            for (int shard = 1; shard <= SHARDS; shard++) {
                pod.stop(Pod.shardName(shard));
                pod.startShard(shard);
                pod.awaitReady(shard);
            }
            pod.stop(Pod.shardName(SURGE));
            double replacedAt = robots.getLast().report().heardUpToSample()
                    - robots.getLast().report().songStartSample();
            choir.awaitEnd();
            System.out.printf(Locale.ROOT, "all replaced by second %.1f of the song%n", replacedAt / 48_000);
            assertThat(replacedAt).as("the song was long enough").isLessThan(UPGRADE_SECONDS * 48_000.0);

            int moves = robots.stream()
                    .mapToInt(robot -> robot.report().connections() - 1)
                    .sum();
            assertThat(moves).as("people moved").isGreaterThanOrEqualTo(ROBOTS);
            for (int i = 1; i < robots.size(); i++) {
                Ear ear = new Ear(robots.get(i));
                assertNoGap(ear, Chirp.UP, robots.get(i));
                if (i >= 2) {
                    assertNoGap(ear, Chirp.CODE_1, robots.get(i));
                }
                if (i >= 3) {
                    assertNoGap(ear, Chirp.CODE_2, robots.get(i));
                }
            }
        }
    }

    /** A gap of a second would hold a whole chirp and touch the next: two in a row that are missing. */
    private static void assertNoGap(Ear ear, Chirp chirp, StreamRobot robot) {
        int missing = 0;
        boolean before = true;
        for (int second = 0; second < UPGRADE_SECONDS; second++) {
            boolean heard = ear.heard(chirp, second, second + 1) == 1;
            missing += heard ? 0 : 1;
            assertThat(heard || before)
                    .as("%s hears %s in seconds %d and %d", robot.name(), chirp, second - 1, second)
                    .isTrue();
            before = heard;
        }
        System.out.printf(
                "%s misses %d of %d of %s in %d moves%n",
                robot.name(), missing, UPGRADE_SECONDS, chirp, robot.report().connections() - 1);
        // One that he does not hear himself, and one of the singer's own, a move.
        assertThat(missing).as("%s by %s", chirp, robot.name()).isLessThanOrEqualTo(2 * (SHARDS + 1));
    }

    /** @param shard the one to meet always; 0: whichever takes people */
    private static StreamRobot sing(
            StreamChoir choir, StreamRoom room, String name, int row, @Nullable Chirp chirp, int seconds, int shard) {
        var config = StreamWhoHearsWhomTest.singer(room, name, MARGIN_MS).withSeat(row);
        var asked = row == 1 ? config.leading(WAIT_SECONDS) : config;
        float[] voice = chirp == null ? new float[0] : Choir.voice(chirp, seconds);
        return shard == 0 ? choir.sing(asked, voice, pod.url()) : choir.singAt(asked, voice, pod.stream(shard));
    }
}
