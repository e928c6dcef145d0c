package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Talk between songs: four at a time, hosts first, pushed from six people on, never during a song. */
class TalkTest extends StageFixture {
    private final List<TestPerson> people = new ArrayList<>();

    private void come(int count) {
        for (int i = 0; i < count; i++) {
            people.add(enter(i % 2 == 0 ? one : two, "p" + i));
        }
        pass(1.1);
    }

    /** A section with two packets of so many bytes each. */
    private static byte[] section(int packetBytes) {
        byte[] section = new byte[12 + 2 * (2 + packetBytes)];
        section[0] = 7;
        section[2] = 2;
        return section;
    }

    private void talk(TestPerson person, int packetBytes) {
        person.shard.talkOf(person.id(), section(packetBytes));
    }

    private List<Long> talkers() {
        List<Long> ids = new ArrayList<>();
        for (Person person : stage("main").talk().places()) {
            if (person != null) {
                ids.add(person.id);
            }
        }
        return ids;
    }

    @Test
    void passesPacketsOnAsTheyCame() {
        come(3);
        talk(people.get(0), 80);
        pass(0.02);
        pass(0.02);
        assertThat(one.talk).hasSize(1);
        assertThat(two.talk).hasSize(1);
        assertThat(two.talk.getFirst()).isEqualTo(section(80));
        assertThat(two.talkers).containsExactly(people.get(0).id());
        assertThat(people.get(1).last("room", "talkers").toString())
                .isEqualTo("[\"" + people.get(0).id() + "\",null,null,null]");
        pass(1.5);
        assertThat(talkers()).isEmpty();
    }

    @Test
    void fourTalkAtATimeAndALouderOneTakesThePlaceOfTheWeakest() {
        come(5);
        for (int i = 0; i < 10; i++) {
            talk(people.get(0), 100);
            talk(people.get(1), 40);
            talk(people.get(2), 100);
            talk(people.get(3), 100);
            pass(0.04);
        }
        assertThat(talkers()).hasSize(4);
        for (int i = 0; i < 3; i++) {
            talk(people.get(4), 45); // hardly louder
            talk(people.get(1), 40);
            talk(people.get(0), 100);
            talk(people.get(2), 100);
            talk(people.get(3), 100);
            pass(0.04);
        }
        assertThat(talkers()).contains(people.get(1).id());
        for (int i = 0; i < 20; i++) {
            talk(people.get(4), 160);
            talk(people.get(1), 40);
            talk(people.get(0), 100);
            talk(people.get(2), 100);
            talk(people.get(3), 100);
            pass(0.04);
        }
        assertThat(talkers())
                .contains(people.get(4).id())
                .doesNotContain(people.get(1).id());
    }

    @Test
    void fromSixPeopleOnOneHasToPress() {
        come(6);
        assertThat(people.getFirst().last("room", "talk").stringValue()).isEqualTo("push");
        talk(people.get(0), 80);
        pass(0.1);
        assertThat(talkers()).isEmpty();
        people.get(0).say("talk", m -> m.put("on", true));
        pass(0.1);
        talk(people.get(0), 80);
        pass(0.1);
        assertThat(talkers()).containsExactly(people.get(0).id());
    }

    @Test
    void nobodyTalksWhileTheLastRowStillHearsTheSong() {
        come(3);
        people.get(0).say("lead");
        pass(0.1);
        people.get(0).say("start", m -> m.put("clock", house.now - 48_000));
        pass(0.1);
        talk(people.get(1), 80);
        pass(0.1);
        assertThat(talkers()).isEmpty();
        assertThat(people.get(0).last("room", "talk").stringValue()).isEqualTo("off");
        people.get(0).sing(house.now - 48_000, level(4_800, 0.001));
        pass(0.1);
        people.get(0).say("stop");
        pass(0.2);
        assertThat(stage("main").talk().mode()).isEqualTo("off");
        pass(7);
        assertThat(stage("main").talk().mode()).isEqualTo("open");
    }
}
