package brigade.client;

import brigade.wire.stream.StreamLimits;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code GET /api/join} answers.
 *
 * @param room the room's id
 * @param shard the shard that takes the next person
 * @param stream where its WebSocket is
 */
public record JoinAnswer(String room, int shard, URI stream) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads it.
     *
     * @param page what was asked; a {@code streamUrl} without a host is below it
     * @throws IOException when it is not what we speak
     */
    public static JoinAnswer read(URI page, String body) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IOException(page + " answers no JSON: is this a Brigade server?", e);
        }
        int protocol = json.path("protocol").asInt(0);
        if (protocol != StreamLimits.PROTOCOL) {
            throw new IOException(page + " speaks protocol " + protocol + ", this client " + StreamLimits.PROTOCOL);
        }
        String url = json.path("streamUrl").asString("");
        if (url.isEmpty()) {
            throw new IOException(page + " gives no streamUrl");
        }
        return new JoinAnswer(
                json.path("room").asString(""), json.path("shard").asInt(0), webSocket(page.resolve(url)));
    }

    /** The same place as a WebSocket's address. */
    static URI webSocket(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String text = url.toString();
        return switch (scheme) {
            case "http", "https" -> URI.create("ws" + text.substring("http".length()));
            default -> url;
        };
    }
}
