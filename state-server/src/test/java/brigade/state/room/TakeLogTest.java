package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is recorded is seen by all, told to shards, kept over a restart; each song's take is in a file; events are journalled. */
class TakeLogTest {
    @TempDir
    private Path folder;

    private final List<String> events = new ArrayList<>();

    private StageFixture house(long now) {
        return new StageFixture(new House(
                now,
                b -> b.roomsDir(folder.resolve("rooms"))
                        .runDir(folder.resolve("run"))
                        .events(json -> events.add(new String(json, StandardCharsets.UTF_8)))
                        .random(new Random(1))));
    }

    private List<JsonNode> takes(String room) throws IOException {
        List<JsonNode> takes = new ArrayList<>();
        Path dir = folder.resolve("takes").resolve(room);
        if (Files.exists(dir)) {
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    takes.add(TestShard.JSON.readTree(Files.readAllBytes(file)));
                }
            }
        }
        return takes;
    }

    private static void awaitSong(StageFixture house, String room) throws InterruptedException {
        for (int i = 0; i < 500 && house.house.rooms.phase(room) != SongPhase.SINGING; i++) {
            Thread.sleep(10); // the ring file is made by another thread
            house.pass(0.02);
        }
    }

    @Test
    void aSongThatIsRecordedHasATakeThatOutlivesTheProcess() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        StageFixture before = house(House.START);
        Charter charter = before.house.rooms.charters().create("Choir", false, House.START);
        before.house.rooms.charters().save(charter);
        String room = charter.id;
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
    void whatIsListenedToTogetherIsNoTakeAgain() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        StageFixture house = house(House.START);
        Charter charter = house.house.rooms.charters().create("Choir", false, House.START);
        house.house.rooms.charters().save(charter);
        TestPerson host = house.enter(house.one, charter.id, Role.HOST, e -> {});
        host.say("recording", m -> m.put("on", true));
        host.say("lead");
        for (int i = 0; i < 500 && !host.wasTold("setlist"); i++) {
            house.pass(0.1);
            Thread.sleep(1); // the room's file is read by another thread
        }
        host.say(
                "setlist",
                m -> m.put("base", 0)
                        .putArray("put")
                        .addObject()
                        .put("id", "b")
                        .put("kind", "listen-back")
                        .put("title", "The last one")
                        .put("take", "1"));
        host.say("item", m -> m.put("id", "b"));
        host.say("start");
        house.pass(0.1);
        awaitSong(house, charter.id);
        Room room = house.stage(charter.id).room();
        Singer voice = Objects.requireNonNull(room.singers().get(host.id()));
        house.pass(1);
        // Not every client keeps silent by itself.
        host.sing(room.song().told().startClock() + 4_800, StageFixture.level(4_800, 0.01));
        house.pass(0.1);
        assertThat(voice.voice).as("a way into the mix").isNull();
        assertThat(voice.rms).isZero();
        // Nor does a host always leave it on the list.
        host.say("setlist", m -> m.put("base", 1).putArray("remove").add("b"));
        house.pass(0.5);
        host.sing(room.song().told().startClock() + 24_000, StageFixture.level(4_800, 0.01));
        house.pass(0.1);
        assertThat(voice.voice).isNull();
        host.say("stop");
        house.pass(1);
        host.say("item", m -> m.putNull("id"));
        host.say("lead");
        host.say("start");
        house.pass(0.1);
        awaitSong(house, charter.id);
        house.pass(1);
        host.sing(room.song().told().startClock() + 4_800, StageFixture.level(4_800, 0.01));
        house.pass(0.1);
        assertThat(voice.voice).as("the next one is sung").isNotNull();
        long sung = house.stage(charter.id).room().song().told().startClock();
        house.house.rooms.close();
        assertThat(takes(charter.id))
                .singleElement()
                .satisfies(take -> assertThat(take.get("take").stringValue()).isEqualTo(Long.toString(sung)));
    }

    @Test
    void whatIsListenedToTogetherIsNoTakeAfterARestartEither() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        StageFixture before = house(House.START);
        Charter charter = before.house.rooms.charters().create("Choir", false, House.START);
        before.house.rooms.charters().save(charter);
        TestPerson host = before.enter(before.one, charter.id, Role.HOST, e -> {});
        host.say("recording", m -> m.put("on", true));
        host.say("lead");
        for (int i = 0; i < 500 && !host.wasTold("setlist"); i++) {
            before.pass(0.1);
            Thread.sleep(1); // the room's file is read by another thread
        }
        host.say(
                "setlist",
                m -> m.put("base", 0)
                        .putArray("put")
                        .addObject()
                        .put("id", "b")
                        .put("kind", "listen-back")
                        .put("title", "The last one")
                        .put("take", "1"));
        host.say("item", m -> m.put("id", "b"));
        host.say("start");
        before.pass(0.1);
        awaitSong(before, charter.id);
        before.pass(2);
        before.house.rooms.close();

        StageFixture after = house(before.house.now + 48_000);
        TestPerson again = after.enter(after.one, charter.id, Role.HOST, e -> {});
        for (int i = 0; i < 500 && !again.wasTold("setlist"); i++) {
            after.pass(0.02);
            Thread.sleep(1);
        }
        after.pass(1);
        assertThat(after.house.rooms.phase(charter.id)).isEqualTo(SongPhase.SINGING);
        assertThat(after.stage(charter.id).isRecording()).isTrue();
        again.say("stop");
        after.pass(5);
        after.house.rooms.close();
        assertThat(takes(charter.id)).isEmpty();
    }

    @Test
    void secretsAreNotJournalled_andADisksTroubleIsToldToHosts() {
        StageFixture house = house(House.START);
        Charter charter = house.house.rooms.charters().create("Choir", false, House.START);
        TestPerson host = house.enter(house.one, charter.id, Role.HOST, e -> {});
        TestPerson ann = house.enter(house.one, charter.id, Role.SINGER, e -> {});
        house.pass(0.1);
        host.say("settings", m -> m.put("passwordHash", "argon2-of-it").put("name", "Other"));
        host.say("private", m -> m.put("to", Long.toString(ann.id())).put("text", "between us"));
        house.pass(0.1);
        assertThat(events).anyMatch(event -> event.contains("Other")).noneMatch(event -> event.contains("argon2"));
        assertThat(events).noneMatch(event -> event.contains("between us"));
        house.stage(charter.id).takes().trouble("disk-full");
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
