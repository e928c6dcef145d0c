package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.AudioFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The set list of a room, what of it is on, and the song that is made of it. */
class SetListTest {
    private final StageFixture fixture;
    private final String room;
    private final TestPerson host;
    private final TestPerson singer;
    private final Path dir;

    SetListTest(@TempDir Path dir) {
        fixture = new StageFixture(new House(House.START, builder -> builder.roomsDir(dir)));
        Charter charter = fixture.house.rooms.charters().create("Choir", false, fixture.house.now);
        fixture.house.rooms.charters().save(charter);
        room = charter.id;
        this.dir = dir;
        host = fixture.enter(fixture.one, room, Role.HOST, event -> {});
        singer = fixture.enter(fixture.one, room, Role.SINGER, event -> {});
        loaded(fixture, host);
    }

    /** Files are written by another thread, which must end before the folder is deleted. */
    @AfterEach
    void close() {
        fixture.house.rooms.close();
    }

    /** A file is read by another thread. */
    private static void loaded(StageFixture in, TestPerson person) {
        for (int i = 0;
                i < 500
                        && !person.told().stream()
                                .anyMatch(m -> m.path("type").asString().equals("setlist"));
                i++) {
            in.pass(0.5);
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Consumer<ObjectNode> put(long base, String id, Consumer<ObjectNode> more) {
        return message -> more.accept(message.put("base", base)
                .putArray("put")
                .addObject()
                .put("id", id)
                .put("kind", "song")
                .put("title", "Song " + id));
    }

    private List<String> order(TestPerson person) {
        return StreamSupport.stream(person.last("setlist").get("order").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void editsAreToldToHostsOnlyAndConflictsAreRefused() {
        assertThat(host.last("setlist").get("whole").booleanValue()).isTrue();
        host.say("setlist", put(0, "a", item -> item.put("lyrics", "la\nla").put("unknown", 1)));
        host.say("setlist", put(1, "b", item -> {}));
        fixture.pass(0.1);
        assertThat(order(host)).containsExactly("a", "b");
        host.say(
                "setlist",
                message -> message.put("base", 2).putArray("order").add("b").add("a"));
        fixture.pass(0.1);
        assertThat(order(host)).containsExactly("b", "a");
        host.say("setlist", put(2, "c", item -> {}));
        fixture.pass(0.1);
        assertThat(host.last("error").get("code").stringValue()).isEqualTo("conflict");
        JsonNode whole = host.last("setlist");
        assertThat(whole.get("whole").booleanValue()).isTrue();
        assertThat(whole.get("version").intValue()).isEqualTo(3);
        assertThat(whole.get("items").get(1).has("unknown")).isFalse();
        assertThat(whole.get("items").get(1).get("lyrics").stringValue()).isEqualTo("la\nla");
        host.say("setlist", message -> message.put("base", 3).putArray("remove").add("b"));
        fixture.pass(0.1);
        assertThat(order(host)).containsExactly("a");
        assertThat(host.last("setlist").get("gone").get(0).stringValue()).isEqualTo("b");
        assertThat(singer.wasTold("setlist")).isFalse();
    }

    @Test
    void badEditsChangeNothing() {
        host.say("setlist", put(0, "a", item -> {}));
        fixture.pass(0.1);
        List<Consumer<ObjectNode>> bad = List.of(
                put(1, "not an id", item -> {}),
                put(1, "b", item -> item.put("kind", "dance")),
                put(
                        1,
                        "b",
                        item -> item.putArray("timings")
                                .addObject()
                                .put("id", "line:1")
                                .put("ms", -1)),
                put(
                        1,
                        "b",
                        item -> item.putArray("timings")
                                .addObject()
                                .put("id", "boom")
                                .put("ms", 1)),
                put(1, "b", item -> item.putArray("pages").add("../secret")),
                put(1, "b", item -> item.put("lyrics", "ä".repeat(30_000))),
                put(1, "b", item -> item.putObject("tempo").put("bpm", 2_000)),
                message -> message.put("base", 1).putArray("order").add("a").add("a"),
                message -> message.put("base", 1).put("put", "x"));
        for (Consumer<ObjectNode> one : bad) {
            host.told().clear();
            host.say("setlist", one);
            fixture.pass(0.2);
            assertThat(host.last("error").get("code").stringValue()).isIn("bad-message", "too-long");
            assertThat(host.wasTold("setlist")).isFalse();
        }
    }

    @Test
    void aListOutlivesTheServer() {
        host.say("setlist", put(0, "a", item -> item.put("lyrics", "la").put("countInBeats", 4)));
        fixture.pass(0.5);
        fixture.house.rooms.close();
        StageFixture again = new StageFixture(new House(fixture.house.now, builder -> builder.roomsDir(dir)));
        TestPerson back = again.enter(again.one, room, Role.HOST, event -> {});
        loaded(again, back);
        JsonNode list = back.last("setlist");
        assertThat(list.get("version").intValue()).isEqualTo(1);
        assertThat(list.get("items").get(0).get("countInBeats").intValue()).isEqualTo(4);
        again.house.rooms.close();
    }

    @Test
    void anItemBecomesTheSongWithCountInAndItsTimings() {
        host.say("setlist", put(0, "a", item -> {
            item.put("lyrics", "la\nlala")
                    .put("countInBeats", 4)
                    .putArray("pages")
                    .add("page-1");
            item.putObject("tempo")
                    .put("bpm", 120)
                    .put("beats", 3)
                    .putArray("accents")
                    .add(1)
                    .add(3);
            var timings = item.putArray("timings");
            timings.addObject().put("id", "line:1").put("ms", 0);
            timings.addObject().put("id", "line:2").put("ms", 2_500);
            timings.addObject().put("id", "crowd:off").put("ms", 3_000);
        }));
        host.say("lead");
        fixture.pass(0.2);
        host.say("item", message -> message.put("id", "a"));
        fixture.pass(0.2);
        assertThat(singer.last("room", "item").get("id").stringValue()).isEqualTo("a");
        assertThat(singer.last("room", "item").get("pages").get(0).stringValue())
                .isEqualTo("page-1");
        assertThat(singer.last("room", "lyrics").stringValue()).isEqualTo("la\nlala");
        assertThat(singer.last("room", "bpm").intValue()).isEqualTo(120);
        assertThat(singer.last("room", "accents").size()).isEqualTo(2);
        host.say("page", message -> message.put("page", 2));
        fixture.pass(0.2);
        assertThat(singer.last("room", "page").intValue()).isEqualTo(2);
        host.say("start");
        fixture.pass(0.2);
        JsonNode song = singer.last("song");
        long start = song.get("startClock").longValue();
        assertThat(song.get("countInBeats").intValue()).isEqualTo(4);
        assertThat(song.get("firstClock").longValue()).isEqualTo(start + 4 * 24_000);
        assertThat(song.get("item").stringValue()).isEqualTo("a");
        assertThat(song.get("leaderGoneAt").isNull()).isTrue();
        long first = start + 4 * 24_000;
        assertThat(marks())
                .contains("line:1 " + first, "line:2 " + (first + 120_000), "crowd:off " + (first + 144_000));
        host.say("item", message -> message.putNull("id"));
        fixture.pass(0.1);
        assertThat(host.last("error").get("code").stringValue()).isEqualTo("not-now");
    }

    @Test
    void theTrackOfAnItemIsThereToBeSungAgainAndGoesWithIt() {
        host.say("setlist", put(0, "a", item -> item.put("track", "hymn")));
        host.say("lead");
        fixture.pass(0.2);
        // The room of this test has no tracks: the item comes without, and the track is chosen beside it.
        host.say("item", message -> message.put("id", "a").put("fields", false));
        fixture.pass(0.1);
        Settings settings = fixture.stage(room).room().settings();
        settings.track = "hymn";
        host.say("start");
        fixture.pass(0.2);
        assertThat(settings.track).isEqualTo("hymn");
        host.say("abort");
        fixture.pass(0.1);
        host.say("item", message -> message.putNull("id"));
        fixture.pass(0.1);
        assertThat(settings.track).isNull();
    }

    @Test
    void aTakeIsListenedToAsATrackWithoutTempoOrWords() {
        host.say(
                "setlist",
                put(0, "a", item -> item.put("lyrics", "la").putObject("tempo").put("bpm", 90)));
        host.say("setlist", put(1, "b", item -> item.put("kind", "listen-back").put("take", "../etc")));
        fixture.pass(0.1);
        assertThat(host.last("error").get("code").stringValue()).isEqualTo("bad-message");
        host.say(
                "setlist",
                put(
                        1,
                        "b",
                        item -> item.put("kind", "listen-back")
                                .put("take", "85708800000000")
                                .put("track", "Take 1")
                                .put("lyrics", "not of such an item")));
        fixture.pass(0.1);
        JsonNode item = host.last("setlist").get("items").get(0);
        assertThat(item.get("take").stringValue()).isEqualTo("85708800000000");
        assertThat(item.get("track").stringValue()).isEqualTo("Take 1");
        assertThat(item.has("lyrics")).isFalse();
        host.say("item", message -> message.put("id", "a"));
        host.say("item", message -> message.put("id", "b"));
        fixture.pass(0.1);
        // The room of this test has no tracks: what would play is asked for.
        assertThat(host.last("error").get("code").stringValue()).isEqualTo("no-such-track");
        Settings settings = fixture.stage(room).room().settings();
        assertThat(settings.bpm).isEqualTo(90);
    }

    @Test
    void allButTheLeaderAreMutedByOneMessage() {
        TestPerson old = fixture.enter(fixture.two, room, Role.SINGER, event -> {});
        host.say("lead");
        fixture.pass(0.2);
        host.say("mute-all", message -> message.put("muted", true));
        fixture.pass(0.1);
        Stage stage = fixture.stage(room);
        assertThat(isMuted(stage, singer)).isTrue();
        assertThat(isMuted(stage, old)).isTrue();
        assertThat(isMuted(stage, host)).isFalse();
        host.say("mute-all", message -> message.put("muted", false));
        fixture.pass(0.1);
        assertThat(isMuted(stage, singer)).isFalse();
        assertThat(isMuted(stage, old)).isFalse();
    }

    private static boolean isMuted(Stage stage, TestPerson person) {
        return Objects.requireNonNull(stage.people().get(person.id())).isMuted();
    }

    private List<String> marks() {
        return singer.told().stream()
                .filter(message -> message.get("type").stringValue().equals("mark"))
                .map(message -> message.get("id").stringValue() + " "
                        + message.get("clock").longValue())
                .toList();
    }

    @Test
    void aGoneLeaderIsToldWithTheTimeLeftAndSomebodyTakesOver() {
        TestPerson other = fixture.enter(fixture.one, room, Role.LEADER, event -> {});
        fixture.pass(0.2);
        host.say("lead");
        fixture.pass(0.2);
        host.say("start");
        fixture.pass(0.5);
        other.say("lead");
        fixture.pass(0.1);
        assertThat(other.last("error").get("code").stringValue()).isEqualTo("not-now");
        host.drop();
        fixture.pass(1);
        long goneAt = singer.last("song").get("leaderGoneAt").longValue();
        long left = goneAt - fixture.house.now;
        assertThat(left).isBetween(7L * AudioFormat.SAMPLE_RATE_HZ, 10L * AudioFormat.SAMPLE_RATE_HZ);
        singer.say("lead");
        fixture.pass(0.1);
        assertThat(singer.last("error").get("code").stringValue()).isEqualTo("not-allowed");
        other.say("lead");
        fixture.pass(12);
        JsonNode song = singer.last("song");
        assertThat(song.get("phase").stringValue()).isEqualTo("singing");
        assertThat(song.get("leader").stringValue()).isEqualTo(Long.toUnsignedString(other.id()));
        assertThat(song.get("leaderGoneAt").isNull()).isTrue();
    }

    @Test
    void readinessIsCounted() {
        singer.say("ready", message -> message.put("state", "checking"));
        host.say("ready", message -> message.put("state", "ready"));
        fixture.pass(1);
        JsonNode readiness = host.last("room", "readiness");
        assertThat(readiness.get("ready").intValue()).isEqualTo(1);
        assertThat(readiness.get("checking").intValue()).isEqualTo(1);
        assertThat(readiness.get("unknown").intValue()).isZero();
    }

    @Test
    void chatsAreTakenAwayAndSwitchedOff() {
        singer.say("chat", message -> message.put("text", "rude"));
        fixture.pass(0.1);
        long number = host.last("chat").get("chat").longValue();
        host.say("chat-delete", message -> message.put("chat", number));
        host.say(
                "chat-mute",
                message ->
                        message.put("who", Long.toUnsignedString(singer.id())).put("muted", true));
        fixture.pass(0.1);
        assertThat(singer.last("chat-deleted").get("chat").longValue()).isEqualTo(number);
        host.told().clear();
        singer.say("chat", message -> message.put("text", "ruder"));
        fixture.pass(0.1);
        assertThat(singer.last("error").get("code").stringValue()).isEqualTo("chat-muted");
        assertThat(host.wasTold("chat")).isFalse();
    }
}
