package brigade.stress.choir;

import brigade.client.StreamSocket;
import brigade.client.WebConnector;
import brigade.stress.load.Target;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How singers come in: to shards in turn, or where a server's {@code /api/join} sends them. Any thread. */
final class V2Door {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final List<Target> targets;
    private final boolean direct;
    private final String room;

    /** @param direct whether {@code targets} are shards, past the front door */
    V2Door(HttpClient http, List<Target> targets, boolean direct, String room) {
        this.http = http;
        this.targets = targets;
        this.direct = direct;
        this.room = room;
    }

    /**
     * Connects a singer; how it went is told to {@code events}.
     *
     * @param shard is told which shard he is sent to, before anything else
     */
    void connect(int singer, StreamSocket.Events events, IntConsumer shard) {
        int turn = singer % targets.size();
        URI place = targets.get(turn).uri();
        if (direct) {
            shard.accept(turn);
            WebConnector.direct(http, place.resolve("/stream")).connect(events);
            return;
        }
        URI join = place.resolve("/api/join?room=" + URLEncoder.encode(room, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(join).timeout(TIMEOUT).build();
        var _ = http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            if (failure != null || answer.statusCode() != 200) {
                events.closed(StreamSocket.BROKEN, failure != null ? "join failed" : "join: " + answer.statusCode());
                return;
            }
            JsonNode json = JSON.readTree(answer.body());
            shard.accept(json.path("shard").asInt(0));
            URI stream = join.resolve(json.path("streamUrl").asString("/stream"));
            WebConnector.direct(http, stream).connect(events);
        });
    }
}
