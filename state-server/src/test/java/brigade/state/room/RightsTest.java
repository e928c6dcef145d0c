package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a role may not do is refused and leaves no trace: every field of the whole house is the same as before. */
class RightsTest extends StageFixture {
    private final Map<Role, TestPerson> people = new EnumMap<>(Role.class);
    private String room = "";

    /** A message, and who may send it in a hosted room. */
    private record Asked(String type, Role needed, Consumer<ObjectNode> fields) {}

    @BeforeEach
    void enter() {
        room = house.rooms.charters().create("Spring Choir", false, house.now).id;
        for (Role role : Role.values()) {
            Consumer<ObjectNode> listening = event -> {
                if (role == Role.LISTENER) {
                    ((ObjectNode) event.get("hello")).put("mode", "listen");
                }
            };
            people.put(role, enter(one, room, role, listening));
        }
        stage().charter().listening = Charter.LISTENING_TOKEN;
        tick();
        pass(0.5);
        of(Role.LEADER).say("lead");
        pass(0.5);
        assertThat(of(Role.LEADER).bucket()).isEqualTo(1);
    }

    private Stage stage() {
        return Objects.requireNonNull(house.rooms.find(room)).stage();
    }

    private TestPerson of(Role role) {
        return Objects.requireNonNull(people.get(role));
    }

    private List<Asked> actions() {
        String singer = Long.toString(of(Role.SINGER).id());
        return List.of(
                new Asked("lock", Role.HOST, m -> m.put("locked", true)),
                new Asked("settings", Role.HOST, m -> m.put("name", "Ours now")),
                new Asked("settings", Role.HOST, m -> m.put("open", true)),
                new Asked("settings", Role.HOST, m -> m.put("passwordHash", "")),
                new Asked("revoke", Role.HOST, m -> m.put("role", "listener")),
                new Asked(
                        "setlist",
                        Role.HOST,
                        m -> m.put("base", 0)
                                .putArray("put")
                                .addObject()
                                .put("id", "a")
                                .put("kind", "song")
                                .put("title", "A")),
                new Asked("item", Role.LEADER, m -> m.putNull("id")),
                new Asked("page", Role.LEADER, m -> m.put("page", 3)),
                new Asked("recording", Role.HOST, m -> {}),
                new Asked("correction", Role.HELPER, m -> m.put("who", singer).put("offer", false)),
                new Asked("desk", Role.HELPER, m -> m.put("on", true)),
                new Asked(
                        "section",
                        Role.HELPER,
                        m -> m.put("name", "Altos").putArray("who").add(singer)),
                new Asked("sections", Role.HELPER, m -> m.put("name", "Altos").put("value", 0.5)),
                new Asked("levels", Role.HELPER, m -> m.put("leader", 0.7).put("autoLevel", true)),
                new Asked("chat-delete", Role.HELPER, m -> m.put("chat", 1)),
                new Asked("chat-mute", Role.HELPER, m -> m.put("who", singer).put("muted", true)),
                new Asked("give", Role.LEADER, m -> m.put("to", singer)),
                new Asked("arm", Role.LEADER, m -> {}),
                new Asked("start", Role.LEADER, m -> {}),
                new Asked("stop", Role.LEADER, m -> {}),
                new Asked("abort", Role.LEADER, m -> {}),
                new Asked("lead", Role.LEADER, m -> {}),
                new Asked("track", Role.LEADER, m -> m.putNull("name")),
                new Asked("tempo", Role.LEADER, m -> m.put("bpm", 90).put("beats", 3)),
                new Asked("rounds", Role.LEADER, m -> m.put("bpr", 8).put("repeats", 2)),
                new Asked("lyrics", Role.LEADER, m -> m.put("text", "la la")),
                new Asked("mark", Role.LEADER, m -> m.put("id", "here").put("clock", house.now)),
                new Asked("private", Role.HELPER, m -> m.put("to", singer).put("text", "psst")),
                new Asked("seat", Role.HELPER, m -> m.put("who", singer).put("bucket", 1)),
                new Asked("pin", Role.HELPER, m -> m.put("who", singer).put("pinned", true)),
                new Asked("fader", Role.HELPER, m -> m.put("who", singer).put("value", 0.3)),
                new Asked("mute", Role.HELPER, m -> m.put("who", singer).put("muted", true)),
                new Asked("mute-all", Role.HELPER, m -> m.put("muted", true)),
                new Asked("solo", Role.HELPER, m -> m.put("who", singer).put("soloed", true)),
                new Asked("levels", Role.HELPER, m -> m.put("room", 0.7)),
                new Asked("talk", Role.HELPER, m -> m.put("on", false).put("scope", "room")),
                new Asked("remove", Role.HELPER, m -> m.put("who", singer).put("bar", true)),
                new Asked("chat", Role.SINGER, m -> m.put("text", "hello")));
    }

    @Test
    void whatARoleMayNotDoLeavesNoTrace() {
        for (Asked asked : actions()) {
            List<Role> lesser = Stream.of(Role.values())
                    .filter(role -> !role.mayActAs(asked.needed()))
                    .toList();
            assertThat(lesser).isNotEmpty();
            for (Role role : lesser) {
                if (role == Role.SINGER && asked.type().equals("mute")) {
                    continue; // a singer may mute himself; below he tries the leader
                }
                refused(asked, role);
            }
        }
        String leader = Long.toString(of(Role.LEADER).id());
        refused(new Asked("mute", Role.HELPER, m -> m.put("who", leader).put("muted", true)), Role.SINGER);
    }

    private void refused(Asked asked, Role role) {
        TestPerson person = of(role);
        tick();
        String before = StateDump.of(house.rooms);
        people.values().forEach(other -> other.told().clear());
        person.say(asked.type(), asked.fields());
        tick();
        assertThat(person.last("error").get("code").stringValue())
                .as("%s of a %s", asked.type(), role)
                .isEqualTo("not-allowed");
        assertThat(StateDump.of(house.rooms))
                .as("%s of a %s", asked.type(), role)
                .isEqualTo(before);
        for (TestPerson other : people.values()) {
            assertThat(other.told().stream()
                            .filter(m -> !m.get("type").stringValue().equals("error")))
                    .isEmpty();
        }
        pass(1); // his budget of messages
    }

    @Test
    void aHostMayDoAllOfIt() {
        for (Asked asked : actions()) {
            TestPerson host = of(Role.HOST);
            host.told().clear();
            host.say(asked.type(), asked.fields());
            pass(0.1);
            for (var told : host.told()) {
                if (told.get("type").stringValue().equals("error")) {
                    // Of what only who leads does he is told so.
                    assertThat(told.get("code").stringValue()).isIn("not-now", "not-yet", "not-allowed", "bad-message");
                    assertThat(asked.type()).isIn("lead", "start", "arm", "recording", "chat-delete");
                }
            }
        }
        assertThat(stage().charter().open).isTrue();
        assertThat(stage().charter().name).isEqualTo("Ours now");
        assertThat(stage().isLocked()).isTrue();
        assertThat(of(Role.SINGER).last("bye").get("reason").stringValue()).isEqualTo("barred");
    }

    /** A new command has to be entered here: what a host, helper or leader alone may do is tried by everybody below. */
    @Test
    void everyCommandOfTheDeskIsTriedByThoseWhoMayNot() {
        Set<String> tried = new TreeSet<>();
        actions().forEach(asked -> tried.add(asked.type()));
        Map<String, Role> types = new StageCommands().types();
        types.forEach((type, needed) -> {
            if (needed.mayActAs(Role.LEADER)) {
                assertThat(tried).as("commands tried without the right to them").contains(type);
            }
        });
        for (Asked asked : actions()) {
            assertThat(types).containsKey(asked.type());
            // What a role is asked for within the command may be more than what is asked before it, never less.
            assertThat(asked.needed().mayActAs(Objects.requireNonNull(types.get(asked.type()))))
                    .as(asked.type())
                    .isTrue();
        }
    }

    @Test
    void badMessagesLeaveNoTraceEither() {
        String singer = Long.toString(of(Role.SINGER).id());
        List<Asked> bad = List.of(
                new Asked("fader", Role.HOST, m -> m.put("who", singer).put("value", 2.5)),
                new Asked("fader", Role.HOST, m -> m.put("who", singer)),
                new Asked("fader", Role.HOST, m -> m.put("who", "12").put("value", 1)),
                new Asked("seat", Role.HOST, m -> m.put("who", singer).put("bucket", 99)),
                new Asked("settings", Role.HOST, m -> m.put("name", "New").put("listening", "maybe")),
                new Asked("settings", Role.HOST, m -> m.put("open", true).put("messageMs", 30)),
                new Asked("tempo", Role.HOST, m -> m.put("bpm", 1_001)),
                new Asked("rounds", Role.HOST, m -> m.put("bpr", 10_001).put("repeats", 1)),
                new Asked("lyrics", Role.HOST, m -> m.put("text", "x".repeat(200_001))),
                new Asked("mark", Role.HOST, m -> m.put("id", "x".repeat(201)).put("clock", 1)),
                new Asked("private", Role.HOST, m -> m.put("to", "1").put("text", "x")),
                new Asked("track", Role.HOST, m -> m.put("name", "no such track")),
                new Asked("revoke", Role.HOST, m -> m.put("role", "emperor")));
        TestPerson host = of(Role.HOST);
        for (Asked asked : bad) {
            tick();
            String before = StateDump.of(house.rooms);
            host.told().clear();
            host.say(asked.type(), asked.fields());
            tick();
            assertThat(host.wasTold("error")).as(asked.type()).isTrue();
            assertThat(StateDump.of(house.rooms)).as(asked.type()).isEqualTo(before);
            pass(0.5);
        }
    }
}
