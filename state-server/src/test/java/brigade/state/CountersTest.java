package brigade.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountersTest {
    @Test
    void idsRunFromOneAndLabelsDiffer() {
        assertThat(Arrays.stream(Counter.values()).mapToInt(Counter::id).toArray())
                .containsExactly(
                        IntStream.rangeClosed(1, Counter.values().length).toArray());
        assertThat(Arrays.stream(Counter.values()).map(Counter::label)).doesNotHaveDuplicates();
        assertThat(Counter.values()).allSatisfy(counter -> {
            assertThat(counter.label()).matches("[a-z_]+");
            assertThat(counter.sentence()).endsWith(".");
        });
    }

    @Test
    void valuesAreKeptApart() {
        Counters counters = new Counters();
        counters.increment(Counter.CALLS);
        counters.increment(Counter.CALLS);
        counters.set(Counter.SHARDS, 7);
        counters.raise(Counter.TURN_MAX_US, 30);
        counters.raise(Counter.TURN_MAX_US, 20);
        assertThat(counters.get(Counter.CALLS)).isEqualTo(2);
        assertThat(counters.get(Counter.SHARDS)).isEqualTo(7);
        assertThat(counters.get(Counter.TURN_MAX_US)).isEqualTo(30);
        assertThat(counters.get(Counter.ERRORS)).isZero();
        assertThat(counters.toJson())
                .startsWith("{\n  \"calls\": 2,\n")
                .contains("\"shards\": 7")
                .endsWith("\n}\n");
    }
}
