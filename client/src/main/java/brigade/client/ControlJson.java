package brigade.client;

import brigade.wire.stream.StreamLimits;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Control messages as JSON. Any thread. */
public final class ControlJson {
    static final JsonMapper MAPPER = new JsonMapper();

    private ControlJson() {}

    /** A message of that type, to be filled. */
    public static ObjectNode message(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }

    static String hello(SessionConfig config, @Nullable String resume) {
        ObjectNode hello = message("hello");
        hello.put("protocol", StreamLimits.PROTOCOL);
        hello.put("room", config.room());
        hello.put("name", config.name());
        hello.put("mode", config.mode().word());
        putUnlessNull(hello, "token", config.token());
        putUnlessNull(hello, "password", config.password());
        putUnlessNull(hello, "device", config.device());
        putUnlessNull(hello, "household", config.household());
        putUnlessNull(hello, "resume", resume);
        // A program has no speaker and no microphone: nothing lies between what it hears and what it sings.
        hello.putObject("calibration")
                .put("latencySamples", 0)
                .put("confidence", 1)
                .put("headphones", config.headphones());
        return hello.toString();
    }

    private static void putUnlessNull(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    static String ping(long t) {
        return "{\"type\":\"ping\",\"t\":" + t + "}";
    }
}
