package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RoomsRehearsalTest {
    @Test
    void voicesAreTakenAndMixesCome() {
        long frames = new RoomsRehearsal(new Random(1)).run(4, () -> false);
        // 39 sing all the time for 5 s; a leader's, a backing's, four crowds' and the listener's frames come for some
        // seconds.
        assertThat(frames).isGreaterThan(39 * 50 * 5 + 300);
    }

    @Test
    void itEndsWhenItIsEnough() {
        assertThat(new RoomsRehearsal(new Random(1)).run(10_000, () -> true)).isZero();
    }
}
