package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A hundred thousand messages of chance from a singer and a listener: none breaks the tick, none touches others. */
class FuzzTest extends StageFixture {
    private static final int MESSAGES = 100_000;
    private static final List<String> TYPES = List.of(
            "hello",
            "ping",
            "stats",
            "ready",
            "calibration",
            "mode",
            "name",
            "chat",
            "private",
            "lead",
            "give",
            "arm",
            "start",
            "stop",
            "abort",
            "track",
            "tempo",
            "rounds",
            "lyrics",
            "mark",
            "seat",
            "pin",
            "fader",
            "mute",
            "solo",
            "levels",
            "hear",
            "remove",
            "lock",
            "settings",
            "revoke",
            "talk",
            "setlist",
            "recording",
            "correction",
            "nonsense",
            "");
    private static final List<String> FIELDS = List.of(
            "type",
            "who",
            "to",
            "text",
            "action",
            "clock",
            "countInBeats",
            "name",
            "bpm",
            "beats",
            "bpr",
            "repeats",
            "id",
            "bucket",
            "pinned",
            "value",
            "muted",
            "soloed",
            "room",
            "backing",
            "crowdScaling",
            "solo",
            "bar",
            "locked",
            "open",
            "listening",
            "messageMs",
            "peopleMax",
            "listed",
            "passwordHash",
            "role",
            "on",
            "scope",
            "mode",
            "state",
            "latencySamples",
            "confidence",
            "headphones",
            "__proto__");

    private final Random random = new Random(Long.getLong("brigade.seed", 4));

    @Test
    void messagesOfChanceBreakNothing() {
        String room = house.rooms.charters().create("Hosted", false, house.now).id;
        TestPerson host = enter(two, room, Role.HOST, e -> {});
        TestPerson singer = enter(one, room, Role.SINGER, e -> {});
        TestPerson listener = enter(one, room, Role.LISTENER, e -> ((ObjectNode) e.get("hello")).put("mode", "sing"));
        tick();
        TestPerson ears = one.hello(room, "L", event -> {
            event.putObject("access").put("role", "singer").put("epoch", 1);
            ((ObjectNode) event.get("hello")).put("mode", "listen");
        });
        pass(0.6);
        assertThat(listener.bucket()).as("a listener's link is for listening").isZero();
        host.say("lead");
        pass(0.1);
        String before = others(room, host, singer, ears);
        for (int i = 0; i < MESSAGES; i++) {
            TestPerson sender = i % 2 == 0 ? singer : ears;
            ObjectNode event = TestShard.JSON.createObjectNode().put("conn", sender.conn);
            event.set("message", message(host));
            one.event(event);
            if (i % 10 == 9) {
                house.now += 9_600;
                tick();
                forget(host, singer, ears);
            }
        }
        pass(1);
        assertThat(others(room, host, singer, ears)).isEqualTo(before);
        assertThat(host.bucket()).isEqualTo(1);
    }

    /** Looks for errors of ours, and forgets what was told. */
    private static void forget(TestPerson... people) {
        for (TestPerson person : people) {
            for (JsonNode told : person.told()) {
                if (told.get("type").stringValue().equals("error")) {
                    assertThat(told.get("code").stringValue()).isNotEqualTo("server");
                }
            }
            person.told().clear();
        }
    }

    /** What the senders have no right to change. */
    private String others(String room, TestPerson host, TestPerson singer, TestPerson ears) {
        Stage stage = stage(room);
        Person person = stage.people().get(host.id());
        Settings settings = stage.room().settings();
        Singer voice = stage.room().singers().get(host.id());
        StringBuilder text = new StringBuilder();
        // What it keeps of each person has what the senders did to themselves.
        JsonNode kept = TestShard.JSON.readTree(stage.charter().toJson().toString());
        if (kept.path("evening").path("desk") instanceof ObjectNode desk) {
            desk.remove("people");
        }
        text.append(kept).append(stage.isLocked()).append(stage.rows());
        text.append(settings.bpm).append(settings.bpr).append(settings.repeats).append(settings.lyrics);
        text.append(settings.globalVolume).append(settings.backingVolume).append(settings.disableAutoGain);
        text.append(stage.room().marks().json())
                .append(stage.room().song().told().startClock());
        if (person != null && voice != null) {
            text.append(person.bucket).append(person.pinned).append(person.role).append(person.name);
            text.append(voice.micVolume)
                    .append(voice.muted)
                    .append(voice.soloed)
                    .append(person.isHere());
        }
        text.append(singer.seat().role())
                .append(ears.seat().role())
                .append(stage.people().all().size());
        return text.toString();
    }

    private JsonNode message(TestPerson host) {
        if (random.nextInt(50) == 0) {
            return value(host, 0);
        }
        ObjectNode message = TestShard.JSON.createObjectNode();
        message.put("type", TYPES.get(random.nextInt(TYPES.size())));
        int fields = random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            message.set(FIELDS.get(random.nextInt(FIELDS.size())), value(host, 0));
        }
        return message;
    }

    private JsonNode value(TestPerson host, int depth) {
        var nodes = TestShard.JSON.getNodeFactory();
        return switch (random.nextInt(depth > 3 ? 10 : 13)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.numberNode(random.nextInt(5));
            case 3 -> nodes.numberNode(random.nextLong());
            case 4 -> nodes.numberNode(random.nextDouble() * 3);
            case 5 -> nodes.numberNode(new BigInteger("9".repeat(1 + random.nextInt(40))));
            case 6 -> nodes.stringNode(Long.toString(host.id()));
            case 7 -> nodes.stringNode(TYPES.get(random.nextInt(TYPES.size())));
            case 8 -> nodes.numberNode(random.nextBoolean() ? 1e300 : -1e-300);
            case 9 -> nodes.stringNode("x\u00e9".repeat(random.nextInt(40)));
            case 10 -> {
                ArrayNode array = nodes.arrayNode();
                array.add(value(host, depth + 1));
                yield array;
            }
            case 11 -> {
                ObjectNode object = nodes.objectNode();
                object.set(FIELDS.get(random.nextInt(FIELDS.size())), value(host, depth + 1));
                yield object;
            }
            default -> nodes.numberNode(house.now - random.nextInt(10_000_000));
        };
    }
}
