package brigade.state.room;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixty people sing for an hour of virtual time; see {@link Simulation} for what they do and what must hold. */
class RoomSimulationTest {
    @ParameterizedTest
    @ValueSource(longs = {7, 20261121})
    void twoMinutes(long seed) {
        new Simulation(seed, 60).run(120);
    }

    @Test
    @Tag("slow")
    void anHour() {
        new Simulation(Long.getLong("brigade.seed", 1), 60).run(3_600);
    }
}
