package brigade.launcher.frontdoor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Stands in for a shard or the state server: says its name, the request and its body back. */
final class FakeShard implements AutoCloseable {
    private final String name;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore drops = new Semaphore(0);
    private volatile int readyStatus = 200;

    FakeShard(String name, int port) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/ready") || path.equals("/healthz")) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(readyStatus, -1);
            exchange.close();
            return;
        }
        if (path.startsWith("/listen/")) {
            drip(exchange);
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        String client = exchange.getRequestHeaders().getFirst("X-Forwarded-For");
        exchange.getResponseHeaders().add("X-Client", client == null ? "" : client);
        exchange.getResponseHeaders().add("X-Shard", name);
        String query = exchange.getRequestURI().getRawQuery();
        exchange.getResponseHeaders().add("X-Query-Length", Integer.toString(query == null ? 0 : query.length()));
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        exchange.getResponseHeaders().add("X-Request", request.substring(0, Math.min(request.length(), 1_000)));
        exchange.getResponseHeaders().add("X-Audio-Metadata", "{\"metadata_len\":0}");
        exchange.sendResponseHeaders(path.endsWith("/teapot") ? 418 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** An answer without an end, a byte whenever {@link #drop} is called. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try {
            for (int i = 0; i < 1_000; i++) {
                drops.acquire();
                exchange.getResponseBody().write(i);
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets one more byte of an endless answer out. */
    void drop() {
        drops.release();
    }

    void readyStatus(int status) {
        readyStatus = status;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
