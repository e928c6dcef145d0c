package brigade.state;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The state server's own page on loopback: {@code GET /healthz} (200 while the agent beats, else 503),
 * {@code GET /counters} and {@code GET /rooms} (JSON), {@code GET /metrics} (Prometheus). Its one thread never touches the agent's things.
 */
final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Binds and starts.
     *
     * @param port 0 takes any free one
     * @param alive whether the agent beats; any thread
     * @param countersJson the text of {@code /counters}; any thread
     * @param roomsJson the text of {@code /rooms}; any thread
     * @param metrics the text of {@code /metrics}; any thread
     */
    static HealthServer launch(
            int port,
            BooleanSupplier alive,
            Supplier<String> countersJson,
            Supplier<String> roomsJson,
            Supplier<String> metrics)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/", exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/healthz" -> {
                    boolean well = alive.getAsBoolean();
                    answer(exchange, well ? 200 : 503, "text/plain", well ? "ok\n" : "the agent does not beat\n");
                }
                case "/counters" -> answer(exchange, 200, "application/json", countersJson.get());
                case "/rooms" -> answer(exchange, 200, "application/json", roomsJson.get());
                case "/metrics" -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
                default -> answer(exchange, 404, "text/plain", "there is /healthz, /counters, /rooms and /metrics\n");
            }
        });
        server.start();
        return new HealthServer(server);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The port it listens on. */
    int port() {
        return server.getAddress().getPort();
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
    }
}
