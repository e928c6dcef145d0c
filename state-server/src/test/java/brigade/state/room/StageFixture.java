package brigade.state.room;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** A house with two shards that tick at each frame boundary. */
class StageFixture {
    final House house;
    final TestShard one;
    final TestShard two;

    StageFixture() {
        this(new House());
    }

    StageFixture(House house) {
        this.house = house;
        this.one = new TestShard(house, 1);
        this.two = new TestShard(house, 2);
    }

    /** Lets time pass, frame by frame. */
    void pass(double seconds) {
        long end = house.now + Math.round(seconds * 48_000);
        while (house.now < end) {
            house.now = Math.min(end, house.now + 960);
            tick();
        }
    }

    void tick() {
        house.rooms.tick(house.now);
        one.tick();
        two.tick();
    }

    TestPerson enter(TestShard shard, String name) {
        return shard.hello("main", name, event -> {});
    }

    /** Somebody with a link. */
    TestPerson enter(TestShard shard, String room, Role role, Consumer<ObjectNode> more) {
        return shard.hello(room, role.wireName(), event -> {
            event.putObject("access").put("role", role.wireName()).put("epoch", 1);
            more.accept(event);
        });
    }

    Stage stage(String room) {
        return Objects.requireNonNull(house.rooms.live(room)).stage();
    }

    /** A voice of one level. */
    static float[] level(int samples, double level) {
        float[] sound = new float[samples];
        Arrays.fill(sound, (float) level);
        return sound;
    }

    static boolean isSilent(float[] sound) {
        for (float x : sound) {
            if (x != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean sounds(float[] sound) {
        for (float x : sound) {
            if (x == 0) {
                return false;
            }
        }
        return true;
    }
}
