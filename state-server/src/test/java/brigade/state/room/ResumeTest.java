package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Lost sockets: the seat is kept a minute, the person half a day, by a resume token or a device's key. */
class ResumeTest extends StageFixture {
    private static Consumer<ObjectNode> resume(long id) {
        return event -> event.putObject("access").putObject("resume").put("id", Long.toString(id));
    }

    private static Consumer<ObjectNode> device(String key) {
        return event -> ((ObjectNode) event.get("hello")).put("device", key);
    }

    private TestPerson[] seated() {
        TestPerson ann = enter(one, "Ann");
        TestPerson ben = one.hello("main", "Ben", device("bens-own-key"));
        TestPerson cat = enter(two, "Cat");
        TestPerson dan = enter(two, "Dan");
        pass(0.2);
        ann.say("lead");
        pass(0.2);
        return new TestPerson[] {ann, ben, cat, dan};
    }

    @Test
    void aDroppedSocketKeepsItsSeat() {
        TestPerson ben = seated()[1];
        int bucket = ben.bucket();
        long id = ben.id();
        ben.drop();
        pass(30);
        TestPerson again = two.hello("main", "Ben", resume(id));
        pass(0.1);
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.bucket()).isEqualTo(bucket);
    }

    @Test
    void aNewSocketReplacesTheOldOneOnAnyShard() {
        TestPerson ben = seated()[1];
        long id = ben.id();
        int bucket = ben.bucket();
        TestPerson again = two.hello("main", "Ben", resume(id));
        pass(0.1);
        assertThat(ben.last("bye").get("reason").stringValue()).isEqualTo("replaced");
        assertThat(one.closed).containsKey(ben.conn);
        assertThat(again.bucket()).isEqualTo(bucket);
        assertThat(stage("main").people().all()).hasSize(4);
    }

    @Test
    void afterAMinuteTheSeatIsFreeButNotThePerson() {
        TestPerson ben = seated()[1];
        long id = ben.id();
        stage("main")
                .room()
                .levels()
                .fader(Objects.requireNonNull(stage("main").room().singers().get(id)), 0.5);
        ben.drop();
        pass(61);
        TestPerson again = one.hello("main", "Ben", device("bens-own-key"));
        pass(0.6);
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.bucket()).isEqualTo(stage("main").rows());
        assertThat(Objects.requireNonNull(stage("main").room().singers().get(id)).micVolume)
                .isEqualTo(0.5);
    }

    @Test
    void theSecondWindowOfABrowserIsSomebodyElse() {
        TestPerson ben = seated()[1];
        TestPerson second = one.hello("main", "Ben too", device("bens-own-key"));
        pass(0.1);
        assertThat(second.id()).isNotEqualTo(ben.id());
        assertThat(ben.wasTold("bye")).isFalse();
    }

    @Test
    void aShardsNewProcessLosesItsSocketsOnly() {
        TestPerson[] people = seated();
        one.instance++;
        pass(0.1);
        assertThat(stage("main").people().get(people[0].id()))
                .satisfies(ann -> assertThat(ann.isHere()).isFalse());
        assertThat(stage("main").people().get(people[2].id()))
                .satisfies(cat -> assertThat(cat.isHere()).isTrue());
        TestPerson ann = one.hello("main", "Ann", resume(people[0].id()));
        pass(0.1);
        assertThat(ann.bucket()).isEqualTo(1);
        assertThat(stage("main").room().song().leader()).isNotNull();
    }

    @Test
    void aLeaderWhoStaysAwayLosesTheLead() {
        TestPerson ann = seated()[0];
        ann.drop();
        pass(9);
        assertThat(stage("main").room().song().leader()).isNotNull();
        pass(3);
        assertThat(stage("main").room().song().leader()).isNull();
    }

    @Test
    void afterARestartTheTokenAloneRestoresPersonAndRole() {
        String room = house.rooms.charters().create("Choir", false, house.now).id;
        TestPerson host = one.hello(
                room,
                "Hal",
                event -> event.putObject("access")
                        .putObject("resume")
                        .put("id", "777")
                        .put("role", "host")
                        .put("epoch", 1));
        pass(0.1);
        assertThat(host.id()).isEqualTo(777);
        assertThat(host.seat().role()).isEqualTo("host");
        TestPerson late = one.hello(
                room,
                "Old",
                event -> event.putObject("access")
                        .putObject("resume")
                        .put("id", "778")
                        .put("role", "host")
                        .put("epoch", 9));
        pass(0.1);
        assertThat(late.last("bye").get("reason").stringValue()).isEqualTo("revoked");
        assertThat(one.closeCode(late)).isEqualTo(4_000);
    }
}
