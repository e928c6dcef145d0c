package brigade.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A room made for a test over HTTP, and the tokens of its links.
 *
 * @param id what to join
 * @param tokens by role
 */
record StreamRoom(String id, Map<String, String> tokens) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Makes one: {@code fields} are those of {@code POST /api/rooms}, without the braces. */
    static StreamRoom make(HttpClient http, URI server, String fields) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/rooms"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{" + fields + "}"))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("POST /api/rooms answers " + answer.statusCode() + " " + answer.body());
        }
        JsonNode json = JSON.readTree(answer.body());
        Map<String, String> tokens = new HashMap<>();
        json.path("links").propertyStream().forEach(link -> {
            String url = link.getValue().asString("");
            tokens.put(link.getKey(), url.substring(url.indexOf("#token=") + "#token=".length()));
        });
        return new StreamRoom(json.path("room").asString(""), tokens);
    }

    /** The token of that role's link. */
    String token(String role) {
        return Objects.requireNonNull(tokens.get(role), role);
    }
}
