package brigade.state.room;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Somebody on a {@link TestShard}: what he says, and what he was told. */
final class TestPerson {
    final TestShard shard;
    final long conn;

    TestPerson(TestShard shard, long conn) {
        this.shard = shard;
        this.conn = conn;
    }

    /** Says {@code type}; goes with the next tick. */
    TestPerson say(String type, Consumer<ObjectNode> more) {
        ObjectNode event = TestShard.JSON.createObjectNode();
        event.put("conn", conn);
        more.accept(event.putObject("message").put("type", type));
        shard.event(event);
        return this;
    }

    TestPerson say(String type) {
        return say(type, message -> {});
    }

    void drop() {
        shard.event(TestShard.JSON.createObjectNode().put("conn", conn).put("closed", true));
        shard.left(conn);
    }

    TestShard.Sitting seat() {
        return Objects.requireNonNull(shard.seats.get(conn), "no seat");
    }

    long id() {
        return seat().person();
    }

    int room() {
        return seat().room();
    }

    int bucket() {
        return seat().bucket();
    }

    List<JsonNode> told() {
        return Objects.requireNonNull(shard.told.get(conn));
    }

    /** The latest message of this type. */
    JsonNode last(String type) {
        JsonNode found = null;
        for (JsonNode message : told()) {
            if (type.equals(message.get("type").stringValue())) {
                found = message;
            }
        }
        return Objects.requireNonNull(found, () -> "no " + type + " among " + told());
    }

    /** What the latest message of this type that has the field says in it. */
    JsonNode last(String type, String field) {
        JsonNode found = null;
        for (JsonNode message : told()) {
            if (type.equals(message.get("type").stringValue()) && message.has(field)) {
                found = message.get(field);
            }
        }
        return Objects.requireNonNull(found, () -> "no " + field + " in any " + type);
    }

    boolean wasTold(String type) {
        return told().stream()
                .anyMatch(message -> type.equals(message.get("type").stringValue()));
    }

    /** Sings {@code sound} to what lies at {@code clock}. */
    void sing(long clock, float[] sound) {
        shard.voice(id(), clock, bucket(), sound, 0);
    }
}
