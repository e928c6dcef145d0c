package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.wire.stream.StreamId;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** People of stream v2 in a room: they come, are seated, lead and hear each other. */
class StageTest {
    private final House house = new House();
    private final TestShard one = new TestShard(house, 1);
    private final TestShard two = new TestShard(house, 2);

    private void pass(double seconds) {
        long end = house.now + Math.round(seconds * 48_000);
        while (house.now < end) {
            house.now = Math.min(end, house.now + 960);
            one.tick();
            two.tick();
        }
    }

    /** A voice of one level, softer than what counts as sounding: no limiter and no crowd scale acts on it. */
    private static float[] level(int samples, double level) {
        float[] sound = new float[samples];
        Arrays.fill(sound, (float) level);
        return sound;
    }

    @Test
    void welcomesWhoComes() {
        TestPerson ann = one.hello("main", "Ann", event -> {});
        one.tick();
        assertThat(ann.last("welcome").get("role").stringValue()).isEqualTo("singer");
        assertThat(ann.last("welcome").get("room").get("spacingSamples").longValue())
                .isEqualTo(48_000);
        assertThat(ann.last("welcome").get("seat").get("bucket").intValue()).isEqualTo(2);
        assertThat(ann.seat().delaySamples()).isEqualTo(96_000);
        assertThat(ann.last("welcome").get("id").stringValue()).isEqualTo(Long.toString(ann.id()));
    }

    @Test
    void laterRowsHearEarlierOnesAtTheExactSampleOnBothShards() {
        TestPerson ann = one.hello("main", "Ann", event -> {});
        TestPerson ben = one.hello("main", "Ben", event -> {});
        TestPerson cat = two.hello("main", "Cat", event -> {});
        pass(0.5);
        ann.say("lead");
        pass(0.1);
        assertThat(ann.bucket()).isEqualTo(1);
        // With two followers the rows are 2 and 3.
        TestPerson second = ben.bucket() == 2 ? ben : cat;
        TestPerson third = ben.bucket() == 2 ? cat : ben;
        assertThat(third.bucket()).isEqualTo(3);
        ann.say("start", message -> message.put("clock", house.now - 60_000));
        pass(0.1);
        assertThat(ann.last("song").get("phase").stringValue()).isEqualTo("singing");
        long clock = house.now - 48_000 + 7;
        ann.sing(clock, level(2_000, 0.001));
        pass(1);
        second.sing(clock, level(2_000, 0.0005));
        pass(2.2);
        double lead = 0.001 * 1.996 * 1.2;
        TestShard behind = second.shard;
        assertThat(behind.heard(ann.room(), StreamId.LEAD, 0, clock - 1, 1)[0]).isZero();
        assertThat(behind.heard(ann.room(), StreamId.LEAD, 0, clock, 2_000))
                .usingComparatorWithPrecision((float) (lead * 0.01))
                .containsOnly((float) lead);
        assertThat(behind.heard(ann.room(), StreamId.LEAD, 0, clock + 2_000, 1)[0])
                .isZero();
        float[] crowd = third.shard.heard(ann.room(), StreamId.CROWD, 3, clock - 1, 2_002);
        assertThat(crowd[0]).isZero();
        assertThat(crowd[2_001]).isZero();
        assertThat(Arrays.copyOfRange(crowd, 1, 2_001)[500]).isBetween(0.0005f, 0.0008f);
        assertThat(third.shard.heard(ann.room(), StreamId.LEAD, 0, clock, 2_000))
                .isEqualTo(behind.heard(ann.room(), StreamId.LEAD, 0, clock, 2_000));
        assertThat(Objects.requireNonNull(one.stream(ann.room(), StreamId.BACKING, 0)).gaps)
                .isZero();
    }
}
