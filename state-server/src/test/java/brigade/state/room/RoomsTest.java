package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import brigade.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rooms beside main: made, found, kept in files, deleted; who gets in; what an idle one costs. */
class RoomsTest extends StageFixture {
    @TempDir
    Path folder;

    private static JsonNode call(House house, String name, Consumer<ObjectNode> more) {
        ObjectNode request = TestShard.JSON.createObjectNode();
        request.put("call", name);
        more.accept(request);
        HeapCall call = house.call;
        call.begin();
        byte[] text = TestShard.JSON.writeValueAsBytes(request);
        call.request().write(text, 0, text.length);
        house.rooms.handle(call);
        return TestShard.JSON.readTree(call.reply().bytes(), 0, call.reply().length());
    }

    private int refused(String name, Consumer<ObjectNode> more) {
        WireException refusal = catchThrowableOfType(WireException.class, () -> call(house, name, more));
        return Objects.requireNonNull(refusal, "it was done").status();
    }

    private String make(String name, boolean open) {
        return call(house, "room-create", r -> r.put("name", name).put("open", open))
                .get("room")
                .stringValue();
    }

    @Test
    void makesFindsListsAndDeletesRooms() {
        String room = make("Frühlings-Chor!", false);
        assertThat(room).matches("fruhlings-chor-[a-z0-9]{6}-0");
        assertThat(house.call.status()).isEqualTo(201);
        JsonNode found = call(house, "room-get", r -> r.put("room", room));
        assertThat(found.get("name").stringValue()).isEqualTo("Frühlings-Chor!");
        assertThat(found.get("listening").stringValue()).isEqualTo("off");
        assertThat(found.get("passwordHash").isNull()).isTrue();
        assertThat(found.get("epochs").get("host").intValue()).isEqualTo(1);
        assertThat(call(house, "room-list", r -> {}).get("rooms")).isEmpty();
        assertThat(call(house, "room-list", r -> r.put("all", true)).get("rooms"))
                .hasSize(2);
        assertThat(refused("room-delete", r -> r.put("room", room).put("hostEpoch", 2)))
                .isEqualTo(403);
        assertThat(refused("room-delete", r -> r.put("room", "main"))).isEqualTo(409);
        call(house, "room-delete", r -> r.put("room", room).put("hostEpoch", 1));
        assertThat(refused("room-get", r -> r.put("room", room))).isEqualTo(404);
        assertThat(refused("room-create", r -> r.put("name", "  "))).isEqualTo(400);
        assertThat(refused("room-create", r -> r.put("name", "x".repeat(81)))).isEqualTo(400);
    }

    @Test
    void roomsAndEpochsOutliveTheProcess() throws IOException {
        House first = new House(House.START, b -> b.roomsDir(folder));
        JsonNode made = call(
                first,
                "room-create",
                r -> r.put("name", "Choir").put("open", true).put("passwordHash", "abc"));
        String room = made.get("room").stringValue();
        JsonNode epoch = call(
                first,
                "room-revoke",
                r -> r.put("room", room).put("role", "host").put("hostEpoch", 1));
        assertThat(epoch.get("epoch").intValue()).isEqualTo(2);
        first.rooms.close();
        Files.writeString(folder.resolve("nonsense.json"), "{");
        House second = new House(House.START, b -> b.roomsDir(folder));
        JsonNode found = call(second, "room-get", r -> r.put("room", room));
        assertThat(found.get("open").booleanValue()).isTrue();
        assertThat(found.get("passwordHash").stringValue()).isEqualTo("abc");
        assertThat(found.get("epochs").get("host").intValue()).isEqualTo(2);
        second.rooms.close();
    }

    @Test
    void aRoomThatNobodyUsesForHalfAYearIsDeleted() throws IOException {
        House first = new House(House.START, b -> b.roomsDir(folder));
        String room = call(first, "room-create", r -> r.put("name", "Choir"))
                .get("room")
                .stringValue();
        first.now += 181L * 86_400 * 48_000;
        first.rooms.tick(first.now);
        first.rooms.close();
        assertThat(folder.resolve(room + ".json")).doesNotExist();
        assertThat(first.rooms.charters().get(room)).isNull();
    }

    @Test
    void tellsWhichShardTakesTheNextOne() {
        assertThat(refused("join", r -> r.put("room", "main"))).isEqualTo(503);
        assertThat(call(house, "shards", r -> {}).get("ready").intValue()).isZero();
        one.ready = false;
        tick();
        assertThat(call(house, "join", r -> r.put("room", "main")).get("shard").intValue())
                .isEqualTo(2);
        one.ready = true;
        enter(one, "Ann");
        tick();
        // The room fills the shard that has it.
        assertThat(call(house, "shards", r -> {}).get("ready").intValue())
                .as("whatever rooms there are")
                .isEqualTo(2);
        assertThat(call(house, "join", r -> r.put("room", "main")).get("port").intValue())
                .isEqualTo(8_081);
        String other = make("Another", true);
        assertThat(call(house, "join", r -> r.put("room", other)).get("shard").intValue())
                .isEqualTo(2);
        assertThat(refused("join", r -> r.put("room", "nowhere"))).isEqualTo(404);
    }

    @Test
    void whoAskAtOnceAreSpreadOverTheShards() {
        tick();
        int[] sent = new int[3];
        for (int i = 0; i < 450; i++) {
            sent[call(house, "join", r -> r.put("room", "main")).get("shard").intValue()]++;
        }
        // One is filled to the mark, then the other, then the emptier one each time.
        assertThat(sent[1]).isEqualTo(225);
        assertThat(sent[2]).isEqualTo(225);
        for (int i = 0; i < 3; i++) {
            enter(one, "p" + i);
        }
        tick();
        // Three of those who were sent there have come: nothing is counted twice.
        assertThat(call(house, "join", r -> r.put("room", "main")).get("shard").intValue())
                .isEqualTo(1);
        // Who does not come within ten seconds does not come.
        pass(10.1);
        assertThat(call(house, "join", r -> r.put("room", "main")).get("shard").intValue())
                .isEqualTo(1);
        assertThat(house.rooms.links().get(1).promises.total()).isZero();
    }

    @Test
    void letsInWhoHasALinkOrThePasswordAndNobodyElse() {
        String hosted = make("Hosted", false);
        assertThat(reason(one.hello(hosted, "Eve", event -> {}))).isEqualTo("bad-token");
        assertThat(reason(one.hello("nowhere", "Eve", event -> {}))).isEqualTo("no-room");
        assertThat(reason(enter(one, hosted, Role.SINGER, e -> ((ObjectNode) e.get("access")).put("epoch", 2))))
                .isEqualTo("revoked");
        assertThat(reason(one.hello("main", "Old", e -> ((ObjectNode) e.get("hello")).put("protocol", 1))))
                .isEqualTo("protocol");
        Objects.requireNonNull(house.rooms.charters().get(hosted)).passwordHash = "abc";
        assertThat(reason(one.hello(hosted, "Eve", event -> {}))).isEqualTo("wrong-password");
        TestPerson ann = one.hello(hosted, "Ann", e -> e.putObject("access").put("password", true));
        TestPerson hal = enter(one, hosted, Role.HOST, e -> {});
        tick();
        assertThat(ann.seat().role()).isEqualTo("singer");
        assertThat(hal.seat().role()).isEqualTo("host");
        hal.say("lock", m -> m.put("locked", true));
        tick();
        assertThat(reason(one.hello(hosted, "Ben", e -> e.putObject("access").put("password", true))))
                .isEqualTo("locked");
        hal.say("revoke", m -> m.put("role", "helper"));
        tick();
        assertThat(reason(enter(one, hosted, Role.HELPER, e -> {}))).isEqualTo("revoked");
        Client old = house.client(5, 3);
        assertThat(old.refused(r -> r.room = hosted).status()).isEqualTo(403);
    }

    private String reason(TestPerson refused) {
        tick();
        assertThat(one.closeCode(refused)).isEqualTo(4_000);
        return refused.last("bye").get("reason").stringValue();
    }

    @Test
    void aFullRoomStillTakesListeners() {
        String room = make("Small", true);
        Objects.requireNonNull(house.rooms.charters().get(room)).peopleMax = 2;
        one.hello(room, "Ann", event -> {});
        one.hello(room, "Ben", event -> {});
        tick();
        assertThat(reason(one.hello(room, "Cat", event -> {}))).isEqualTo("full");
        TestPerson dan = one.hello(room, "Dan", e -> ((ObjectNode) e.get("hello")).put("mode", "listen"));
        tick();
        assertThat(dan.bucket()).isZero();
        dan.say("mode", m -> m.put("mode", "sing"));
        tick();
        assertThat(dan.last("error").get("code").stringValue()).isEqualTo("full");
    }

    @Test
    void aThousandQuietRoomsAreSmallAndTakeNoTime() {
        int count = 1_000;
        String[] rooms = new String[count];
        for (int i = 0; i < count; i++) {
            rooms[i] = make("Room " + i, true);
        }
        long before = used();
        for (String room : rooms) {
            TestPerson person = one.hello(room, "Ann", event -> {});
            tick();
            person.say("bye");
            tick();
        }
        one.told.clear();
        pass(0.1);
        house.pass(70);
        house.rooms.tick(house.now);
        long bytes = (used() - before) / count;
        System.out.println(
                "a room that somebody was in: " + bytes + " bytes; rooms told the time: " + house.rooms.awakeCount());
        assertThat(bytes).isLessThan(1_000_000);
        assertThat(house.rooms.awakeCount()).isZero();
    }

    @Test
    void aRoomThatHasSungHoldsNothingWhenItIsIdle() {
        one.keepsFrames = false;
        sing(make("Warm-up", true)); // classes, and what rooms share
        long before = used();
        int count = 4;
        for (int i = 0; i < count; i++) {
            sing(make("Room " + i, true));
        }
        long bytes = (used() - before) / count;
        System.out.println("an idle room that has sung: " + bytes + " bytes");
        assertThat(bytes).isLessThan(1_000_000);
    }

    private void sing(String room) {
        TestPerson ann = one.hello(room, "Ann", event -> {});
        TestPerson ben = one.hello(room, "Ben", event -> {});
        TestPerson ear = one.hello(room, "Ear", e -> ((ObjectNode) e.get("hello")).put("mode", "listen"));
        pass(0.1);
        ann.say("lead");
        pass(0.1);
        ann.say("start");
        pass(0.1);
        for (int i = 0; i < 4; i++) {
            ann.sing(house.now - 48_000 - 4_800, level(4_800, 0.001));
            pass(0.1);
        }
        assertThat(stage(room).streams().open()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(house.rooms.awakeCount()).isPositive();
        ann.say("stop");
        pass(0.1);
        for (TestPerson person : new TestPerson[] {ann, ben, ear}) {
            person.say("bye");
        }
        pass(0.1);
        one.told.clear();
        house.pass(90); // until the rings have forgotten the song
        assertThat(stage(room).streams().open()).isEmpty();
        assertThat(stage(room).room().song().rings()).isNull();
        assertThat(house.rooms.awakeCount()).isZero();
        long told = stage(room).now();
        house.pass(5);
        assertThat(stage(room).now()).as("the time it was told last").isEqualTo(told);
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
