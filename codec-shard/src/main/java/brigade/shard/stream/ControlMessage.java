package brigade.shard.stream;

import brigade.wire.WireException;
import brigade.wire.json.Json;
import brigade.wire.json.JsonBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A control message by its form: an object with one {@code type}, well-formed JSON, not nested too deep. Of most nothing else
 * is looked at: the state server judges the rest.
 */
final class ControlMessage {
    private static final int TYPE_MAX_CHARS = 32;
    private static final int TEXT_MAX_CHARS = 4_096;

    final String type;

    /** Of {@code ping}: the number, as it was written. */
    final String pingT;

    final double underruns;
    final double late;

    private ControlMessage(String type, String pingT, double underruns, double late) {
        this.type = type;
        this.pingT = pingT;
        this.underruns = underruns;
        this.late = late;
    }

    /**
     * Reads it.
     *
     * @throws WireException 400 when it is not of the form
     */
    static ControlMessage read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String type = null;
        String t = "0";
        double underruns = 0;
        double late = 0;
        try (JsonParser json = Json.parser(bytes, bytes.length)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "type" -> {
                        expect(type == null && token == JsonToken.VALUE_STRING);
                        type = json.getString();
                    }
                    case "t" -> t = token.isNumeric() ? json.getString() : t;
                    case "underruns" -> underruns = token.isNumeric() ? json.getDoubleValue() : 0;
                    case "late" -> late = token.isNumeric() ? json.getDoubleValue() : 0;
                    default -> {}
                }
                json.skipChildren();
            }
            expect(json.nextToken() == null);
        } catch (JacksonException e) {
            throw WireException.malformed("not JSON");
        }
        if (type == null || type.length() > TYPE_MAX_CHARS || t.length() > TYPE_MAX_CHARS) {
            throw WireException.malformed("no type");
        }
        return new ControlMessage(type, t, underruns, late);
    }

    /** A {@code hello}: what the access check sees, and the rest of it. */
    record HelloParts(AccessCheck.Hello hello, String json) {}

    /** Takes the secrets out of a {@code hello} that {@link #read} has read. */
    static HelloParts helloParts(String text, String address) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonBuffer rest = new JsonBuffer(512);
        String room = null;
        String token = null;
        String password = null;
        String resume = null;
        String device = null;
        try (JsonParser json = Json.parser(bytes, bytes.length);
                JsonGenerator out = Json.generator(rest)) {
            json.nextToken();
            out.writeStartObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                switch (name) {
                    case "token" -> token = text(json);
                    case "password" -> password = text(json, Integer.MAX_VALUE); // too long is wrong, as others are
                    case "resume" -> resume = text(json);
                    default -> {
                        room = name.equals("room") ? text(json) : room;
                        device = name.equals("device") ? text(json) : device;
                        out.writeName(name);
                        out.copyCurrentStructure(json);
                    }
                }
            }
            out.writeEndObject();
        } catch (JacksonException e) {
            throw WireException.malformed("not JSON");
        }
        return new HelloParts(
                new AccessCheck.Hello(room == null ? "main" : room, token, password, resume, device, address),
                rest.toString());
    }

    private static @Nullable String text(JsonParser json) {
        return text(json, TEXT_MAX_CHARS);
    }

    private static @Nullable String text(JsonParser json, int maxChars) {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(json.currentToken() == JsonToken.VALUE_STRING);
        String text = json.getString();
        expect(text.length() <= maxChars);
        return text;
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw WireException.malformed("not of the form");
        }
    }
}
