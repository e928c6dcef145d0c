package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
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
    void whatTheDeskDidOutlivesTheProcess() throws InterruptedException {
        StageFixture before = house(House.START);
        Charter charter = before.house.rooms.charters().create("Choir", false, House.START);
        before.house.rooms.charters().save(charter);
        String room = charter.id;
        TestPerson host = before.enter(before.one, room, Role.HOST, e -> {});
        TestPerson eve = before.enter(before.one, room, Role.SINGER, e -> {});
        TestPerson bob = before.enter(before.one, room, Role.SINGER, e -> ofDevice(e, "device-of-bob"));
        before.pass(0.1);
        String eves = Long.toString(eve.id());
        String bobs = Long.toString(bob.id());
        host.say("setlist", m -> {
            ObjectNode item = m.put("base", 0).putArray("put").addObject();
            item.put("id", "a").put("kind", "song").put("title", "Hymn").put("lyrics", "la");
            item.put("countInBeats", 4).putObject("tempo").put("bpm", 90).put("beats", 3);
        });
        host.say("item", m -> m.put("id", "a"));
        host.say("page", m -> m.put("page", 2));
        host.say("levels", m -> m.put("leader", 0.8).put("backing", 0.5).put("autoLevel", true));
        host.say(
                "section", m -> m.put("name", "Altos").putArray("who").add(eves).add(bobs));
        host.say("sections", m -> m.put("name", "Altos").put("value", 0.4));
        host.say("fader", m -> m.put("who", eves).put("value", 0.7));
        host.say("mute", m -> m.put("who", bobs).put("muted", true));
        before.pass(0.1);
        Correction given = person(before, room, eve.id()).correction;
        given.state = Correction.ACCEPTED;
        given.appliedMs = 55;
        given.declines = 1;
        before.pass(3);
        before.house.rooms.close();

        StageFixture after = house(before.house.now + 48_000);
        TestPerson hostAgain = after.enter(after.one, room, Role.HOST, e -> {});
        after.pass(0.1);
        // Eve has her token of before, Bob opened the page anew.
        TestPerson eveAgain = after.enter(
                after.one,
                room,
                Role.SINGER,
                e -> ((ObjectNode) e.get("access")).putObject("resume").put("id", eves));
        TestPerson bobAgain = after.enter(after.one, room, Role.SINGER, e -> ofDevice(e, "device-of-bob"));
        for (int i = 0; i < 500 && after.stage(room).program().on() == null; i++) {
            Thread.sleep(10); // another thread reads the list
            after.pass(0.5);
        }
        after.pass(1);
        assertThat(ofRoom(eveAgain, "item").get("id").stringValue()).isEqualTo("a");
        assertThat(ofRoom(eveAgain, "page").intValue()).isEqualTo(2);
        assertThat(ofRoom(eveAgain, "lyrics").stringValue()).isEqualTo("la");
        assertThat(ofRoom(eveAgain, "bpm").intValue()).isEqualTo(90);
        Settings settings = after.stage(room).room().settings();
        assertThat(settings.leaderVolume).isEqualTo(0.8);
        assertThat(settings.backingVolume).isEqualTo(0.5);
        assertThat(settings.autoLevel).isTrue();
        Person eveNow = person(after, room, eveAgain.id());
        Singer sings = Objects.requireNonNull(eveNow.singer);
        assertThat(sings.section).isEqualTo("Altos");
        assertThat(after.stage(room).desk().sections().fader(sings)).isCloseTo(0.1, within(1e-9)); // 0.7 + 0.4 - 1
        assertThat(eveNow.correction.state).isEqualTo(Correction.ACCEPTED);
        assertThat(eveNow.correction.appliedMs).isEqualTo(55);
        assertThat(eveNow.correction.declines).isEqualTo(1);
        assertThat(person(after, room, bobAgain.id()).isMuted()).isTrue();
        assertThat(person(after, room, hostAgain.id()).isMuted()).isFalse();
        after.house.rooms.close();
    }

    /** What he was told of it last: by the welcome, unless it changed afterwards. */
    private static JsonNode ofRoom(TestPerson person, String field) {
        JsonNode known = person.last("welcome").get("room").get(field);
        for (JsonNode message : person.told()) {
            if (message.get("type").stringValue().equals("room") && message.has(field)) {
                known = message.get(field);
            }
        }
        return known;
    }

    private static void ofDevice(ObjectNode event, String device) {
        ((ObjectNode) event.get("hello")).put("device", device);
    }

    private static Person person(StageFixture house, String room, long id) {
        return Objects.requireNonNull(house.stage(room).people().get(id));
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
