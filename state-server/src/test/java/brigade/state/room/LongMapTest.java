package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {
    @Test
    void behavesAsAHashMap() {
        long seed = 42;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        LongMap<String> map = new LongMap<>();
        Map<Long, String> expected = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            // Few small keys collide often, and 0 and negative ones are keys too.
            long key = random.nextBoolean() ? random.nextInt(300) : random.nextLong(300) << 55;
            if (random.nextInt(3) == 0) {
                map.remove(key);
                expected.remove(key);
            } else {
                String value = "v" + step;
                map.put(key, value);
                expected.put(key, value);
            }
            assertThat(map.size()).isEqualTo(expected.size());
            long asked = random.nextInt(300);
            assertThat(map.get(asked)).isEqualTo(expected.get(asked));
        }
        expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    }
}
