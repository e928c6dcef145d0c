package brigade.state;

import brigade.audio.SampleClock;
import java.util.random.RandomGenerator;

/** Makes the house once the clock is known. */
@FunctionalInterface
interface HouseFactory {
    /** Called once, by the thread that launches; the house then belongs to the agent. */
    House build(StateServerConfig config, SampleClock clock, RandomGenerator random);
}
