package brigade.stress.choir;

import brigade.client.StreamSocket;
import brigade.client.WebConnector;
import brigade.stress.load.ProcessReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An open room made for one run, whose host switches recording in turn: off, on, off, on, a quarter of the song each. He comes for that
 * alone and leaves at once, so that he changes nothing else. The thread that runs the song calls; sockets' threads tell.
 */
final class RecordingTurns {
    private static final int TURNS = 4;
    private static final int CREATED = 201;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final URI shard;
    private final String room;
    private final String token;
    private final AtomicInteger switched = new AtomicInteger();
    private final List<Double> beginSeconds = new ArrayList<>();

    private RecordingTurns(HttpClient http, URI shard, String room, String token) {
        this.http = http;
        this.shard = shard;
        this.room = room;
        this.token = token;
    }

    /** Makes the room, at a shard. */
    static RecordingTurns make(HttpClient http, URI shard) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(shard.resolve("/api/rooms"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"stress\",\"open\":true}"))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != CREATED) {
            throw new IOException("no room could be made: " + answer.statusCode() + " " + answer.body());
        }
        JsonNode made = JSON.readTree(answer.body());
        String link = made.path("links").path("host").asString("");
        String token = link.substring(link.indexOf("#token=") + "#token=".length());
        return new RecordingTurns(http, shard, made.path("room").asString(""), token);
    }

    /** The room's id. */
    String room() {
        return room;
    }

    /**
     * Follows the song.
     *
     * @param part of it that is over, 0..1
     * @param second of the run's watch
     */
    void follow(double part, double second) {
        if (beginSeconds.size() < TURNS && part * TURNS >= beginSeconds.size()) {
            beginSeconds.add(second);
            if (beginSeconds.size() > 1) {
                WebConnector.direct(http, shard.resolve("/stream")).connect(new Host(isOn(beginSeconds.size() - 1)));
            }
        }
    }

    private static boolean isOn(int turn) {
        return turn % 2 == 1;
    }

    /** What came of it. */
    RecordingCost cost(ProcessReport processes, double endSecond) {
        List<RecordingCost.Turn> turns = new ArrayList<>();
        for (int i = 0; i < beginSeconds.size(); i++) {
            double to = i + 1 < beginSeconds.size() ? beginSeconds.get(i + 1) : endSecond;
            turns.add(RecordingCost.measured(isOn(i), beginSeconds.get(i), to, processes));
        }
        return new RecordingCost(turns, switched.get());
    }

    /** Comes, switches, sees it done, and leaves. */
    private final class Host implements StreamSocket.Events {
        private final boolean on;
        private volatile @Nullable StreamSocket socket;

        Host(boolean on) {
            this.on = on;
        }

        @Override
        public void opened(StreamSocket open) {
            socket = open;
            open.sendText("{\"type\":\"hello\",\"protocol\":2,\"room\":\"" + room
                    + "\",\"name\":\"host\",\"mode\":\"listen\",\"token\":\"" + token + "\"}");
        }

        @Override
        public void text(String message) {
            JsonNode json = JSON.readTree(message);
            StreamSocket to = socket;
            if (to == null) {
                return;
            }
            switch (json.path("type").asString("")) {
                case "welcome" -> to.sendText("{\"type\":\"recording\",\"on\":" + on + "}");
                case "room" -> {
                    if (json.has("recording") && json.path("recording").asBoolean(!on) == on) {
                        switched.incrementAndGet();
                        to.close();
                    }
                }
                default -> {}
            }
        }

        @Override
        public void binary(ByteBuffer message) {
            // he came for something else
        }

        @Override
        public void closed(int code, String reason) {
            // he has left
        }
    }
}
