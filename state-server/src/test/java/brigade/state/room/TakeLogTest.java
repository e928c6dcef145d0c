package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is recorded is seen by all, told to shards, kept over a restart; each song's take is in a file; events are journalled. */
class TakeLogTest extends TakeHouse {
    @Test
    void aSongThatIsRecordedHasATakeThatOutlivesTheProcess() throws Exception {
        StageFixture before = house(House.START);
        String room = makeRoom(before);
        TestPerson host = before.enter(before.one, room, Role.HOST, e -> {});
        TestPerson ann = before.enter(before.two, room, Role.SINGER, e -> {});
        before.pass(0.1);
        ann.say("recording", m -> m.put("on", true));
        before.pass(0.1);
        assertThat(ann.last("error").get("code").stringValue()).isEqualTo("not-allowed");
        assertThat(host.last("welcome").get("room").get("recording").booleanValue())
                .isFalse();
        host.say("recording", m -> m.put("on", true));
        before.pass(0.1);
        assertThat(ann.last("room", "recording").booleanValue()).isTrue();
        host.say("tempo", m -> m.put("bpm", 90));
        host.say("lyrics", m -> m.put("text", "Frère Jacques"));
        host.say("lead");
        before.pass(0.1);
        long start = before.house.now - 960;
        host.say("start", m -> m.put("clock", start));
        before.tick();
        awaitSong(before, room);
        host.say("mark", m -> m.put("id", "line:1").put("clock", before.house.now));
        for (int i = 0; i < 20; i++) {
            before.pass(0.1);
            host.sing(before.house.now - 48_000, StageFixture.level(4_800, 0.01));
        }
        long startClock = before.stage(room).room().song().told().startClock();
        before.house.rooms.close();
        JsonNode take = takes(room).getFirst();
        assertThat(take.get("take").stringValue()).isEqualTo(Long.toString(startClock));
        assertThat(take.get("startClock").longValue()).isEqualTo(startClock);
        assertThat(take.get("endClock").longValue()).isZero();
        assertThat(take.get("people").size()).isEqualTo(2);

        StageFixture after = house(before.house.now + 24_000);
        assertThat(after.stage(room).isRecording()).isTrue();
        TestPerson again = after.one.hello(room, "host", event -> {
            event.putObject("access")
                    .put("role", "host")
                    .put("epoch", 1)
                    .putObject("resume")
                    .put("id", Long.toString(host.id()))
                    .put("role", "host")
                    .put("epoch", 1);
        });
        after.pass(0.2);
        // Settled by the one process, found by the next.
        assertThat(again.last("room", "bpm").intValue()).isEqualTo(90);
        assertThat(again.last("room", "lyrics").stringValue()).isEqualTo("Frère Jacques");
        assertThat(again.last("welcome").get("marks").size()).isEqualTo(1);
        again.say("stop");
        after.pass(1);
        assertThat(after.house.rooms.phase(room)).isNotEqualTo(SongPhase.SINGING);
        long endClock = after.stage(room).room().song().told().endClock();
        after.house.rooms.close();
        assertThat(takes(room)).hasSize(1);
        take = takes(room).getFirst();
        assertThat(take.get("endClock").longValue()).isEqualTo(endClock).isGreaterThan(startClock);
        assertThat(take.get("aborted").booleanValue()).isFalse();
        assertThat(take.get("bpm").intValue()).isEqualTo(90);
        assertThat(take.get("lyrics").stringValue()).isEqualTo("Frère Jacques");
        assertThat(take.get("marks").size()).isEqualTo(1);
        assertThat(events)
                .anyMatch(event -> event.contains("\"event\":\"join\""))
                .anyMatch(event -> event.contains("\"event\":\"seat\""))
                .anyMatch(event -> event.contains("\"type\":\"mark\""))
                .anyMatch(event -> event.contains("\"type\":\"recording\""))
                .anyMatch(event -> event.contains("\"event\":\"song\""))
                .allMatch(event -> event.contains("\"room\":\"" + room + "\""));
        assertThat(events.stream().filter(event -> event.contains("\"type\":\"recording\"")))
                .as("what was refused is no event")
                .hasSize(1);
    }

    @Test
    void secretsAreNotJournalled_andADisksTroubleIsToldToHosts() throws Exception {
        StageFixture house = house(House.START);
        String room = makeRoom(house);
        TestPerson host = house.enter(house.one, room, Role.HOST, e -> {});
        TestPerson ann = house.enter(house.one, room, Role.SINGER, e -> {});
        house.pass(0.1);
        host.say("settings", m -> m.put("passwordHash", "argon2-of-it").put("name", "Other"));
        host.say("private", m -> m.put("to", Long.toString(ann.id())).put("text", "between us"));
        house.pass(0.1);
        assertThat(events).anyMatch(event -> event.contains("Other")).noneMatch(event -> event.contains("argon2"));
        assertThat(events).noneMatch(event -> event.contains("between us"));
        house.stage(room).takes().trouble("disk-full");
        house.pass(0.1);
        assertThat(host.last("recording").get("state").stringValue()).isEqualTo("stopped");
        assertThat(ann.wasTold("recording")).isFalse();
        house.house.rooms.close();
    }

    @Test
    void theOpenRoomIsRecordedAfterARestartAsWell() throws Exception {
        StageFixture before = house(House.START);
        before.enter(before.one, "Ann");
        before.pass(0.1);
        before.stage("main").recording(true);
        before.pass(2);
        before.house.rooms.close();
        StageFixture after = house(before.house.now + 48_000);
        after.enter(after.one, "Ann");
        after.pass(0.1);
        assertThat(after.stage("main").isRecording()).isTrue();
        after.house.rooms.close();
    }
}
