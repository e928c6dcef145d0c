package brigade.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Stands in for a running house: its rooms over HTTP, as docs/rooms.md has them, and what may go wrong with it. */
final class FakeHouse implements AutoCloseable {
    /** What becomes of the question that sends people after their room. */
    enum Moved {
        ANSWERED,
        REFUSED,
        DONE_BUT_NOT_ANSWERED,
        LAST_THAT_IS_HEARD
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where each room has moved; empty while it is here. */
    final Map<String, String> rooms = new LinkedHashMap<>();

    /** All that was asked: method, path after {@code /api/rooms/}, body. */
    final List<String> asked = new ArrayList<>();

    /** Looks for the end of songs, by room, that still find one. */
    final Map<String, Integer> sounding = new LinkedHashMap<>();

    /** A room that cannot be exported. */
    String broken = "";

    /** Questions that the next answers put off. */
    int putOff;

    Moved moved = Moved.ANSWERED;

    private final HttpServer server;
    private boolean silent;

    FakeHouse(String... ids) throws IOException {
        rooms.put("main", "");
        for (String id : ids) {
            rooms.put(id, "");
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized long count(String start) {
        return asked.stream().filter(question -> question.startsWith(start)).count();
    }

    synchronized String movedTo(String room) {
        return rooms.getOrDefault(room, "none");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().toString().replace("/api/rooms/", "");
        asked.add(exchange.getRequestMethod() + " " + path + " " + body);
        if (silent) {
            reply(exchange, 503, "the server is away");
        } else if (putOff > 0) {
            putOff--;
            reply(exchange, 429, "too many requests from your address");
        } else if (path.equals("/api/rooms?list=ids")) {
            ObjectNode all = JSON.createObjectNode().put("key", "0011");
            rooms.forEach((id, gone) -> {
                if (gone.isEmpty() && !id.equals("main")) {
                    all.withArray("rooms").add(id);
                }
            });
            reply(exchange, 200, all.toString());
        } else {
            String[] parts = path.split("/", -1);
            about(exchange, parts[0], parts.length == 1 ? exchange.getRequestMethod() : parts[1], body);
        }
        exchange.close();
    }

    private void about(HttpExchange exchange, String room, String what, String body) throws IOException {
        String gone = rooms.get(room);
        if (what.equals("import")) {
            rooms.put(room, "");
            reply(exchange, 201, "{}");
        } else if (gone == null) {
            reply(exchange, 404, "no such room");
        } else if (what.equals("GET")) {
            ObjectNode json = JSON.createObjectNode().put("room", room);
            reply(exchange, 200, (gone.isEmpty() ? json : json.put("movedTo", gone)).toString());
        } else if (what.equals("DELETE")) {
            rooms.remove(room);
            exchange.sendResponseHeaders(204, -1);
        } else if (!gone.isEmpty()) {
            reply(exchange, 410, "room " + room + " has moved to " + gone);
        } else if (what.equals("hold")) {
            int left = sounding.getOrDefault(room, 0);
            sounding.put(room, Math.max(0, left - 1));
            reply(exchange, 200, "{\"sounding\":" + (left > 0) + "}");
        } else if (what.equals("moved")) {
            send(exchange, room, JSON.readTree(body));
        } else if (room.equals(broken)) {
            reply(exchange, 500, "its disk is broken");
        } else {
            reply(exchange, 200, "{\"version\":1,\"files\":[]}");
        }
    }

    private void send(HttpExchange exchange, String room, JsonNode body) throws IOException {
        if (moved == Moved.REFUSED) {
            reply(exchange, 400, "people can be sent to an https address only");
            return;
        }
        rooms.put(room, body.path("url").asString());
        silent = moved == Moved.LAST_THAT_IS_HEARD;
        if (moved == Moved.ANSWERED) {
            reply(exchange, 200, "{\"told\":7}");
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
