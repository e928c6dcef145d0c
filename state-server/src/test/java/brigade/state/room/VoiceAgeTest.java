package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How much time a singer's way takes is measured without what his voice waited at his shard. */
class VoiceAgeTest extends StageFixture {
    private static final int WAY = 4_800;

    @Test
    void whatWaitedForAStateServerSaysNothingOfHisLine() {
        TestPerson ann = enter(one, "Ann");
        pass(2);
        Person person = Objects.requireNonNull(stage("main").people().get(ann.id()));
        long delay = stage("main").delaySamples(person.bucket);
        for (int i = 0; i < 10; i++) {
            pass(0.1);
            int waited = 48_000 * i / 3; // as long as an outage, up to 3 s
            person.fromClock = 0;
            one.voice(ann.id(), house.now - waited - WAY - delay, person.bucket, level(960, 0.01), waited);
            tick();
        }
        assertThat(person.need.needSamples()).isBetween((long) WAY, WAY + 960L);
    }
}
