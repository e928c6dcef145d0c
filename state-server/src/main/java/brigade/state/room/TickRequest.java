package brigade.state.room;

import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of a {@code tick} and of the calls about rooms. Reused from call to call; a tick without events makes no trees.
 * Agent thread only.
 */
final class TickRequest {
    /** Deeper than any message of ours: a client's nonsense must not break the tick that carries it. */
    private static final int NESTING_MAX = 2_000;

    /** Reads trees; thread-safe. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(WireLimits.RPC_JSON_MAX_BYTES)
                            .maxDocumentLength(WireLimits.RPC_JSON_MAX_BYTES)
                            .maxNestingDepth(NESTING_MAX)
                            .build())
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .build())
            .build();

    long instance;
    int port;

    @Nullable
    String streamUrl;

    boolean ready;
    final List<JsonNode> events = new ArrayList<>();

    /**
     * Reads one call.
     *
     * @throws WireException 400 when it is not as docs/protocol.md has it
     */
    void read(byte[] bytes, int length) {
        instance = 0;
        port = 0;
        streamUrl = null;
        ready = false;
        events.clear();
        try (JsonParser json = MAPPER.createParser(bytes, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw WireException.malformed("a tick is a JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "instance" -> instance = json.getLongValue();
                    case "ready" -> ready = token == JsonToken.VALUE_TRUE;
                    case "address" -> readAddress(json.readValueAsTree());
                    case "events" -> readEvents(json, token);
                    default -> json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw WireException.malformed("broken JSON in a tick: " + e.getOriginalMessage());
        }
    }

    private void readAddress(JsonNode address) {
        JsonNode number = address.get("port");
        port = number != null && number.isInt() ? number.intValue() : 0;
        JsonNode url = address.get("streamUrl");
        streamUrl = url != null && url.isString() ? url.stringValue() : null;
    }

    private void readEvents(JsonParser json, JsonToken token) {
        if (token != JsonToken.START_ARRAY) {
            throw WireException.malformed("events of a tick are an array");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonNode event = json.readValueAsTree();
            events.add(event);
        }
    }

    /**
     * Reads a call as a tree.
     *
     * @throws WireException 400 when it is no object
     */
    static JsonNode tree(byte[] bytes, int length) {
        try {
            JsonNode tree = MAPPER.readTree(bytes, 0, length);
            if (!tree.isObject()) {
                throw WireException.malformed("a call is a JSON object");
            }
            return tree;
        } catch (JacksonException e) {
            throw WireException.malformed("broken JSON in a call: " + e.getOriginalMessage());
        }
    }
}
