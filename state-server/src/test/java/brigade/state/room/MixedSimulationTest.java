package brigade.state.room;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both protocols in one room in virtual time; see {@link MixedSimulation} for what they do and what must hold. */
class MixedSimulationTest {
    @ParameterizedTest
    @ValueSource(longs = {11, 20261121})
    void twoMinutes(long seed) {
        new MixedSimulation(seed, 8, 3).run(120);
    }

    @Test
    @Tag("slow")
    void anHour() {
        new MixedSimulation(Long.getLong("brigade.seed", 1), 10, 4).run(3_600);
    }
}
