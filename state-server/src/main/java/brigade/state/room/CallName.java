package brigade.state.room;

import brigade.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds which call some JSON is, without reading all of it. */
final class CallName {
    private static final byte[] EXCHANGE = "{\"call\":\"exchange\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TICK = "{\"call\":\"tick\"".getBytes(StandardCharsets.US_ASCII);

    private CallName() {}

    /** The name in the field {@code call}; empty for an exchange, which is read elsewhere, and where there is none. */
    static String of(byte[] json, int length) {
        if (startsWith(json, length, TICK)) {
            return "tick";
        }
        if (startsWith(json, length, EXCHANGE)) {
            return "";
        }
        try (JsonParser parser = Json.parser(json, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("call")) {
                    return token == JsonToken.VALUE_STRING ? parser.getString() : "";
                }
                parser.skipChildren();
            }
            return "";
        } catch (JacksonException e) {
            return ""; // whoever reads it says so
        }
    }

    private static boolean startsWith(byte[] json, int length, byte[] wanted) {
        return length >= wanted.length && Arrays.equals(json, 0, wanted.length, wanted, 0, wanted.length);
    }
}
