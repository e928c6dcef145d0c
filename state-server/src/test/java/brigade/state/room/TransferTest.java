package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import brigade.wire.WireException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A room goes to another house with all that it is, and its people follow. */
class TransferTest {
    private static final String[] PARTS = {"room", "setlist", "present", "seats"};
    private static final String THERE = "https://there.example";

    private final Path dir;
    private final StageFixture here;
    private final StageFixture there;
    private final String room;

    TransferTest(@TempDir Path dir) {
        this.dir = dir;
        here = house("here", House.START);
        there = house("there", House.START + 7 * 48_000); // the clocks of two machines differ
        Charter charter = here.house.rooms.charters().create("Choir", false, here.house.now);
        here.house.rooms.charters().save(charter);
        room = charter.id;
    }

    private StageFixture house(String name, long now) {
        return new StageFixture(new House(now, builder -> builder.roomsDir(dir.resolve(name))));
    }

    /** Files are written by other threads, which must end before the folder is deleted. */
    @AfterEach
    void close() {
        here.house.rooms.close();
        there.house.rooms.close();
    }

    private static JsonNode call(StageFixture at, String name, Consumer<ObjectNode> more) {
        ObjectNode request = TestShard.JSON.createObjectNode().put("call", name);
        more.accept(request);
        HeapCall call = at.house.call;
        call.begin();
        byte[] text = TestShard.JSON.writeValueAsBytes(request);
        call.request().write(text, 0, text.length);
        at.house.rooms.handle(call);
        return TestShard.JSON.readTree(call.reply().bytes(), 0, call.reply().length());
    }

    private static WireException refused(StageFixture at, String name, Consumer<ObjectNode> more) {
        WireException refusal = catchThrowableOfType(WireException.class, () -> call(at, name, more));
        return Objects.requireNonNull(refusal, "it was taken");
    }

    /** As the shard does: asks again while the disk is read. */
    private JsonNode part(StageFixture from, String part) throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            try {
                return call(from, "room-export", r -> r.put("room", room).put("part", part))
                        .get("value");
            } catch (WireException e) {
                assertThat(e.status()).isEqualTo(503);
                Thread.sleep(2);
            }
        }
        throw new AssertionError("the set list is never read");
    }

    private void bring(StageFixture from, StageFixture to) throws InterruptedException {
        for (String part : PARTS) {
            JsonNode value = part(from, part);
            call(to, "room-import", r -> r.put("room", room).put("part", part).set("value", value));
        }
        call(to, "room-import", r -> r.put("room", room).put("part", "end"));
        assertThat(to.house.call.status()).isEqualTo(201);
    }

    /** The room's file is read by another thread; before that nobody may edit it. */
    private static void awaitSetList(StageFixture at, TestPerson host) throws InterruptedException {
        for (int i = 0; i < 500 && !host.wasTold("setlist"); i++) {
            at.pass(0.1);
            Thread.sleep(1);
        }
        assertThat(host.wasTold("setlist")).isTrue();
    }

    /** Somebody who comes back by what his former house signed. */
    private TestPerson resume(StageFixture at, TestShard shard, long id, Role role) {
        return at.enter(shard, room, role, event -> {
            ObjectNode access = (ObjectNode) event.get("access");
            access.putObject("resume")
                    .put("id", Long.toUnsignedString(id))
                    .put("role", role.wireName())
                    .put("epoch", 1);
        });
    }

    @Test
    void everythingThatARoomIsGoesAlong() throws Exception {
        TestPerson host = here.enter(here.one, room, Role.HOST, event -> {});
        awaitSetList(here, host);
        List<TestPerson> singers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            singers.add(here.enter(i % 2 == 0 ? here.one : here.two, room, Role.SINGER, event -> {}));
        }
        here.pass(1);
        host.say(
                "setlist",
                m -> m.put("base", 0)
                        .putArray("put")
                        .addObject()
                        .put("id", "a")
                        .put("kind", "song")
                        .put("title", "Wide river")
                        .put("lyrics", "la\nla")
                        .putObject("tempo")
                        .put("bpm", 96)
                        .put("beats", 3));
        host.say("levels", m -> m.put("backing", 0.5));
        host.say(
                "fader",
                m -> m.put("who", Long.toUnsignedString(singers.get(2).id())).put("value", 0.25));
        host.say("settings", m -> m.put("peopleMax", 55));
        TestPerson rude = here.enter(
                here.one, room, Role.SINGER, event -> ((ObjectNode) event.get("hello")).put("device", "rude-device"));
        here.pass(0.2);
        host.say("item", m -> m.put("id", "a"));
        host.say("remove", m -> m.put("who", Long.toUnsignedString(rude.id())).put("bar", true));
        host.say("lead");
        here.pass(1);
        host.say("lock", m -> m.put("locked", true));
        here.pass(1);
        List<Integer> rows = singers.stream().map(TestPerson::bucket).toList();
        assertThat(rows).as("several rows").contains(2, 3);

        bring(here, there);
        call(here, "room-moved", r -> r.put("room", room).put("url", THERE + "/"));
        here.pass(0.1);
        for (TestPerson singer : singers) {
            assertThat(singer.last("moved").get("url").stringValue()).isEqualTo(THERE);
            assertThat(singer.last("bye").get("reason").stringValue()).isEqualTo("moved");
            assertThat(singer.shard.closeCode(singer)).isEqualTo(1_000);
        }

        there.pass(0.5);
        List<TestPerson> back = new ArrayList<>();
        for (TestPerson singer : singers) {
            long id = Objects.requireNonNull(singer.last("welcome").get("id")).asLong();
            back.add(resume(there, there.one, id, Role.SINGER));
        }
        TestPerson hostBack =
                resume(there, there.two, host.last("welcome").get("id").asLong(), Role.HOST);
        there.pass(0.5);
        assertThat(back.stream().map(TestPerson::bucket).toList()).isEqualTo(rows);
        assertThat(hostBack.bucket()).isEqualTo(1);

        JsonNode welcome = hostBack.last("welcome");
        JsonNode told = welcome.get("room");
        assertThat(told.get("leader").asString()).isEqualTo(welcome.get("id").asString());
        assertThat(told.get("locked").booleanValue()).isTrue();
        assertThat(told.get("backingVolume").doubleValue()).isEqualTo(0.5);
        assertThat(told.get("bpm").intValue()).isEqualTo(96);
        assertThat(told.get("lyrics").stringValue()).isEqualTo("la\nla");
        for (int i = 0; i < 500 && told.get("item").isNull(); i++) {
            there.pass(0.5); // the file of the set list is read by another thread
            Thread.sleep(1);
            told = TestShard.JSON.createObjectNode().set("item", hostBack.last("room", "item"));
        }
        assertThat(told.get("item").path("title").asString()).isEqualTo("Wide river");
        assertThat(hostBack.last("setlist").get("order").toString()).isEqualTo("[\"a\"]");
        Person third = there.stage(room).people().get(back.get(2).id());
        assertThat(Objects.requireNonNull(Objects.requireNonNull(third).singer).micVolume)
                .isEqualTo(0.25);
        assertThat(there.stage(room).peopleMax()).isEqualTo(55);

        TestPerson rudeAgain = there.enter(
                there.one, room, Role.SINGER, event -> ((ObjectNode) event.get("hello")).put("device", "rude-device"));
        there.pass(0.1);
        assertThat(rudeAgain.last("bye").get("reason").stringValue()).isEqualTo("barred");

        hostBack.say("start", m -> m.put("clock", there.house.now));
        there.pass(0.1);
        assertThat(hostBack.last("song").get("phase").stringValue()).isEqualTo("singing");
    }

    @Test
    void anExportHasTheSetListOfNow_notThatOfOneThatWasBrokenOff() throws Exception {
        int status = 0;
        for (int i = 0; i < 100 && status != 503; i++) { // nobody is here: the file is read
            WireException refusal = catchThrowableOfType(
                    WireException.class,
                    () -> call(here, "room-export", r -> r.put("room", room).put("part", "setlist")));
            status = refusal == null ? 200 : refusal.status();
        }
        assertThat(status).as("broken off while it is read").isEqualTo(503);
        TestPerson host = here.enter(here.one, room, Role.HOST, event -> {});
        awaitSetList(here, host);
        host.say(
                "setlist",
                m -> m.put("base", 0)
                        .putArray("put")
                        .addObject()
                        .put("id", "a")
                        .put("kind", "song")
                        .put("title", "Wide river"));
        here.pass(3);
        here.house.rooms.close(
                Objects.requireNonNull(here.house.rooms.charters().get(room)));

        part(here, "room");
        assertThat(part(here, "setlist").path("items").path(0).path("title").asString())
                .isEqualTo("Wide river");
    }

    @Test
    void noSongBeginsWhileItIsHeldAndTheRunningOneIsToldOf() {
        TestPerson host = here.enter(here.one, room, Role.HOST, event -> {});
        here.pass(0.5);
        host.say("lead");
        here.pass(0.1);
        host.say("start", m -> m.put("clock", here.house.now));
        here.pass(0.1);
        JsonNode held = call(here, "room-hold", r -> r.put("room", room).put("seconds", 60));
        assertThat(held.get("sounding").booleanValue()).isTrue();
        assertThat(held.get("people").intValue()).isEqualTo(1);
        here.pass(0.1);
        assertThat(host.last("room", "closing").stringValue()).isEqualTo("move");
        assertThat(host.last("error").get("message").stringValue()).contains("about to move", "taken along");

        host.say("stop");
        here.pass(6);
        held = call(here, "room-hold", r -> r.put("room", room).put("seconds", 20));
        assertThat(held.get("sounding").booleanValue()).isFalse();
        host.say("lead");
        here.pass(0.1);
        host.say("start", m -> m.put("clock", here.house.now));
        here.pass(0.1);
        assertThat(host.last("error").get("code").stringValue()).isEqualTo("not-now");
        assertThat(host.last("error").get("message").stringValue()).contains("about to move");

        here.pass(20); // whoever asked for it has died: songs begin again by themselves
        assertThat(host.last("room", "closing").isNull()).isTrue();
        host.say("start", m -> m.put("clock", here.house.now));
        here.pass(0.1);
        assertThat(host.last("song").get("phase").stringValue()).isEqualTo("singing");
    }

    @Test
    void whoComesAfterwardsIsSentOn() throws Exception {
        bring(here, there);
        call(here, "room-moved", r -> r.put("room", room).put("url", THERE));
        assertThat(call(here, "room-get", r -> r.put("room", room))
                        .get("movedTo")
                        .stringValue())
                .isEqualTo(THERE);
        here.house.rooms.close();

        // ... also after a restart
        StageFixture again = house("here", here.house.now);
        TestPerson late = again.enter(again.one, room, Role.SINGER, event -> {});
        again.pass(0.1);
        assertThat(late.last("moved").get("url").stringValue()).isEqualTo(THERE);
        assertThat(late.wasTold("welcome")).isFalse();
        assertThat(again.one.closeCode(late)).isEqualTo(1_000);
        assertThat(call(again, "room-ids", r -> {}).get("ids")).isEmpty();

        // ... and it may come back
        for (String part : PARTS) {
            JsonNode value = part(there, part);
            call(
                    again,
                    "room-import",
                    r -> r.put("room", room).put("part", part).set("value", value));
        }
        call(again, "room-import", r -> r.put("room", room).put("part", "end"));
        TestPerson home = again.enter(again.one, room, Role.SINGER, event -> {});
        again.pass(0.1);
        assertThat(home.wasTold("welcome")).isTrue();
        again.house.rooms.close();
    }

    @Test
    void anOldClientIsToldWhereTheRoomIs() {
        String open = call(here, "room-create", r -> r.put("name", "Open").put("open", true))
                .get("room")
                .stringValue();
        Client old = here.house.client(7, 3).send(request -> request.room = open);
        call(here, "room-moved", r -> r.put("room", open).put("url", THERE));
        WireException refusal = old.refused(request -> request.room = open);
        assertThat(refusal.status()).isEqualTo(410);
        assertThat(refusal).hasMessage("this room has moved: open " + THERE + "/?room=" + open);
    }

    @Test
    void nothingComesHalf() throws Exception {
        JsonNode charter = part(here, "room");
        Consumer<ObjectNode> first =
                r -> r.put("room", room).put("part", "room").set("value", charter);
        assertThat(refused(there, "room-import", r -> r.put("room", room).put("part", "end"))
                        .status())
                .isEqualTo(409);
        call(there, "room-import", first);
        there.pass(1);
        assertThat(refused(there, "room-get", r -> r.put("room", room)).status())
                .isEqualTo(404);
        assertThat(Files.exists(dir.resolve("there").resolve(room + ".json"))).isFalse();

        // Here it is already; another house's; no room at all; another one's name.
        assertThat(refused(here, "room-import", first)).hasMessage("room " + room + " is here already");
        assertThat(refused(
                        there,
                        "room-import",
                        r -> r.put("room", "choir-7k2m-3").put("part", "room").set("value", charter)))
                .hasMessageContaining("does not belong to house 0");
        assertThat(refused(
                        there,
                        "room-import",
                        r -> r.put("room", room)
                                .put("part", "room")
                                .putObject("value")
                                .put("room", room)))
                .hasMessage("this is no room, or one of another version");
        assertThat(refused(
                                there,
                                "room-import",
                                r -> r.put("room", "choir-7k2m-0")
                                        .put("part", "room")
                                        .set("value", charter))
                        .status())
                .isEqualTo(400);
        assertThat(refused(
                                there,
                                "room-import",
                                r -> r.put("room", "main").put("part", "room").set("value", charter))
                        .status())
                .isEqualTo(400);
        for (String url :
                new String[] {"http://there.example", "javascript:alert(1)", "https://there.example/?a", ""}) {
            assertThat(refused(here, "room-moved", r -> r.put("room", room).put("url", url))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(call(here, "room-ids", r -> {}).get("ids").toString()).isEqualTo("[\"" + room + "\"]");
    }
}
