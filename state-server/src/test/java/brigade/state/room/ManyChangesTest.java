package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts change something a thousand times a second during a song, while another thread looks at the house. */
@Timeout(120)
class ManyChangesTest extends StageFixture {
    private static final int FRAMES = 250;

    /** Each says as much as he may, 50 messages a second. */
    private static final int HOSTS = 20;

    private static final int CHANGES = FRAMES * HOSTS;

    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void costNoFrame_andSnapshotsAreWhole() throws Exception {
        List<TestPerson> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(enter(i % 2 == 0 ? one : two, "p" + i));
        }
        pass(0.1);
        stage("main").people().all().forEach(person -> person.role = Role.HOST);
        TestPerson leader = hosts.getFirst();
        leader.say("lead");
        pass(0.1);
        leader.say("start", m -> m.put("clock", house.now - 48_000));
        TestPerson second = inRow(hosts, 2);
        TestPerson third = inRow(hosts, 3);
        pass(4);

        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> readSnapshots(reading));
        assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
        long beganNs = System.nanoTime();
        long closedBefore = stage("main").counts().closedFrames;
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int i = 0; i < HOSTS; i++) {
                change(hosts.get(i), second, frame * HOSTS + i);
            }
            for (TestPerson singer : new TestPerson[] {leader, second}) {
                singer.sing(house.now - singer.seat().delaySamples() - 960, level(960, 0.0005));
            }
            pass(0.02);
            // Each frame comes with the tick at which it closes.
            assertThat(nextClock(second, StreamId.LEAD, 0)).isEqualTo(Stage.onGrid(house.now - 2 * 48_000));
            assertThat(nextClock(third, StreamId.CROWD, 3)).isEqualTo(Stage.onGrid(house.now - 3 * 48_000));
        }
        double msPerFrame = (System.nanoTime() - beganNs) / 1e6 / FRAMES;
        done.set(true);
        long snapshots = reader.get(20, TimeUnit.SECONDS);
        System.out.printf(
                "%d changes in %d frames of 20 ms, %.2f ms a frame; %d snapshots read meanwhile%n",
                CHANGES, FRAMES, msPerFrame, snapshots);

        StageCounts counts = stage("main").counts();
        assertThat(counts.slippedFrames).isZero();
        assertThat(counts.skippedFrames).isZero();
        assertThat(counts.lateSamples).isZero();
        assertThat(counts.closedFrames - closedBefore).isGreaterThanOrEqualTo(4L * FRAMES);
        assertThat(snapshots).isPositive();
        // All of them were taken: the last of each is what everybody is told.
        pass(0.6);
        for (TestPerson host : hosts) {
            assertThat(host.told().stream()
                            .filter(m -> "error".equals(m.get("type").stringValue())))
                    .isEmpty();
        }
        Singer changed = Objects.requireNonNull(stage("main").room().singers().get(second.id()));
        assertThat(changed.micVolume).isEqualTo(fader(CHANGES - 4));
        assertThat(third.last("room", "bpm").intValue()).isEqualTo(bpm(CHANGES - 2));
    }

    private static TestPerson inRow(List<TestPerson> people, int row) {
        return people.stream()
                .filter(person -> person.bucket() == row)
                .findFirst()
                .orElseThrow();
    }

    private static double fader(int number) {
        return number % 7 / 4.0;
    }

    private static int bpm(int number) {
        return 60 + number % 50;
    }

    private static void change(TestPerson host, TestPerson singer, int number) {
        String who = Long.toString(singer.id());
        switch (number % 4) {
            case 0 -> host.say("fader", m -> m.put("who", who).put("value", fader(number)));
            case 1 -> host.say("pin", m -> m.put("who", who).put("pinned", number % 8 < 4));
            case 2 -> host.say("tempo", m -> m.put("bpm", bpm(number)));
            default -> host.say("levels", m -> m.put("backing", (number % 5) / 4.0));
        }
    }

    private static long nextClock(TestPerson person, int stream, int bucket) {
        return Objects.requireNonNull(person.shard.stream(person.room(), stream, bucket)).next;
    }

    /** Reads until it is done; how many different snapshots there were. */
    private long readSnapshots(CountDownLatch reading) {
        long last = 0;
        long seen = 0;
        long closed = 0;
        while (!done.get()) {
            long[] read = house.rooms.snapshot().read(state ->
                    new long[] {state.nowSamples, state.people, state.roomsSinging, state.closedFrames});
            assertThat(read[0]).isGreaterThanOrEqualTo(last);
            assertThat(read[3]).isGreaterThanOrEqualTo(closed);
            assertThat(read[1]).isEqualTo(HOSTS);
            assertThat(read[2]).isEqualTo(1);
            seen += read[0] > last ? 1 : 0;
            last = read[0];
            closed = read[3];
            reading.countDown();
            Thread.onSpinWait();
        }
        return seen;
    }
}
