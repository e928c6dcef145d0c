package brigade.stress.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTicksTest {
    private static ShardTicks ticks(String... lines) {
        ShardTicks ticks = new ShardTicks("shard-01");
        ticks.add(lines.length + "\n" + String.join("\n", lines));
        return ticks;
    }

    @Test
    void theFirstTickThatLeavesNobodyTakesAVoice() {
        ShardTicks ticks = ticks("10,11,15,16,1,0", "30,31,35,36,1,1", "50,51,55,56,1,0");
        assertThat(ticks.takenByNs(5)).isEqualTo(15);
        assertThat(ticks.takenByNs(12)).isEqualTo(55);
        assertThat(ticks.takenByNs(60)).isEqualTo(Long.MAX_VALUE);
    }

    /** Behind a proxy all singers of a small choir sit on one shard, and nothing could be told. */
    @Test
    void aShardWithoutTicksHadNoSinger() {
        ShardTicks busy = ticks("10,11,15,16,1,0");
        assertThat(ShardTicks.takenByNs(List.of(ticks(), busy), 5)).isEqualTo(15);
        assertThat(ShardTicks.takenByNs(List.of(ticks("10,11,18,19,1,0"), busy), 5))
                .isEqualTo(18);
        assertThat(ShardTicks.takenByNs(List.of(ticks()), 5)).isEqualTo(Long.MAX_VALUE);
    }
}
