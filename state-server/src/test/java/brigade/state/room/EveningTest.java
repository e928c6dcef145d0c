package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a host settled for the evening, and what was measured, is the same after a restart of the state server. */
class EveningTest {
    private static final long SPACING = 25 * 960;

    @TempDir
    private Path folder;

    private StageFixture house(long now) {
        return new StageFixture(new House(now, b -> b.roomsDir(folder).random(new Random(1))));
    }

    private static String reason(TestPerson person) {
        return person.last("bye").get("reason").stringValue();
    }

    @Test
    void lockBarsAndSpacingOutliveTheProcess() {
        StageFixture before = house(House.START);
        Charter charter = before.house.rooms.charters().create("Choir", false, House.START);
        before.house.rooms.charters().save(charter);
        TestPerson host = before.enter(before.one, charter.id, Role.HOST, e -> {});
        TestPerson eve = before.enter(
                before.one, charter.id, Role.SINGER, e -> ((ObjectNode) e.get("hello")).put("device", "device-of-eve"));
        TestPerson bob = before.enter(before.one, charter.id, Role.SINGER, e -> {});
        before.pass(0.1);
        long bobsId = bob.id();
        for (Person person : before.stage(charter.id).people().all()) {
            for (int i = 0; i < 10; i++) {
                person.need.take(SPACING - Needs.MARGIN_SAMPLES);
            }
        }
        host.say("lead");
        host.say("lock", m -> m.put("locked", true));
        host.say("remove", m -> m.put("who", Long.toString(eve.id())).put("bar", true));
        host.say("remove", m -> m.put("who", Long.toString(bobsId)).put("bar", true));
        before.pass(0.1);
        assertThat(before.stage(charter.id).spacingSamples()).isEqualTo(SPACING);
        before.house.rooms.close();

        StageFixture after = house(before.house.now + 48_000);
        TestPerson hostAgain = after.enter(after.one, charter.id, Role.HOST, e -> {});
        after.pass(0.1);
        assertThat(hostAgain.last("welcome").get("room").get("locked").booleanValue())
                .isTrue();
        assertThat(hostAgain.seat().delaySamples()).isEqualTo(2 * SPACING);
        TestPerson newcomer = after.enter(after.one, charter.id, Role.SINGER, e -> {});
        after.pass(0.1);
        assertThat(reason(newcomer)).isEqualTo("locked");
        hostAgain.say("lock", m -> m.put("locked", false));
        after.pass(0.1);
        TestPerson eveAgain = after.enter(
                after.one, charter.id, Role.SINGER, e -> ((ObjectNode) e.get("hello")).put("device", "device-of-eve"));
        TestPerson bobAgain = after.enter(
                after.one,
                charter.id,
                Role.SINGER,
                e -> ((ObjectNode) e.get("access")).putObject("resume").put("id", Long.toString(bobsId)));
        after.pass(0.1);
        assertThat(reason(eveAgain)).isEqualTo("barred");
        assertThat(reason(bobAgain)).isEqualTo("barred");
        hostAgain.say("lead"); // nothing was measured since
        after.pass(0.1);
        assertThat(after.stage(charter.id).spacingSamples()).isEqualTo(SPACING);

        // The evening is over.
        after.house.now += People.KNOWN_SAMPLES;
        after.house.rooms.tick(after.house.now);
        TestPerson nextDay = after.enter(
                after.two, charter.id, Role.SINGER, e -> ((ObjectNode) e.get("hello")).put("device", "device-of-eve"));
        after.pass(0.1);
        assertThat(nextDay.last("welcome")).isNotNull();
        after.house.rooms.close();
    }

    @Test
    void whoSitsInOneRoomSitsInOneRow() {
        StageFixture house = new StageFixture();
        TestPerson[] people = new TestPerson[24];
        for (int i = 0; i < people.length; i++) {
            // Couples: 0 and 1, 2 and 3, ...; the last four say the same word in other places.
            String word = i < 12 ? "home " + i / 2 : i >= 20 ? "Home" : "";
            String address = i < 12 ? "a" + i / 2 : "b" + i;
            people[i] = house.one.hello("main", "p" + i, event -> {
                event.put("address", address);
                ((ObjectNode) event.get("hello")).put("household", word);
            });
        }
        house.pass(0.1);
        boolean apart = false;
        for (int song = 0; song < 12; song++) {
            int leader = song * 5 % people.length;
            people[leader].say("lead");
            house.pass(0.6);
            int[] sizes = new int[Stage.BUCKETS_MAX + 1];
            for (int i = 0; i < people.length; i++) {
                sizes[people[i].bucket()]++;
            }
            for (int i = 0; i < 12; i += 2) {
                assertThat(people[i].bucket()).as("row of couple %d", i / 2).isEqualTo(people[i + 1].bucket());
            }
            for (int i = 20; i < 23; i++) {
                apart |= people[i].bucket() != people[i + 1].bucket();
            }
            assertThat(sizes[1]).isEqualTo(leader < 12 ? 2 : 1);
            for (int row = 2; row <= house.stage("main").rows(); row++) {
                assertThat(sizes[row]).as("people in row %d", row).isPositive();
            }
            Singer led =
                    Objects.requireNonNull(house.stage("main").room().song().leader());
            assertThat(led.id).isEqualTo(people[leader].id());
            people[leader].say("stop");
            house.pass(0.6);
        }
        assertThat(apart).as("a word alone brings nobody together").isTrue();
    }
}
