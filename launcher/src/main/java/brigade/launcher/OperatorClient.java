package brigade.launcher;

import brigade.access.KeyFile;
import brigade.access.OperatorTokens;
import brigade.client.ServerUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a running stack over HTTP, in the operator's name: with a token that it signs itself by the key of the data folder,
 * which only the folder's owner can read. One thread.
 */
final class OperatorClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** A track of ten minutes is decoded where it comes to. */
    private static final Duration FILE_TIMEOUT = Duration.ofMinutes(5);

    /** How often what nginx put off is asked, and how long is waited in between. */
    private static final int TRIES_MAX = 10;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final URI frontDoor;
    private final String origin;
    private final Supplier<String> tokens;

    private OperatorClient(URI frontDoor, String origin, Supplier<String> tokens, @Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
        client = (tls == null ? builder : builder.sslContext(tls)).build();
        this.frontDoor = frontDoor;
        this.origin = origin;
        this.tokens = tokens;
    }

    /** For what runs on that data folder; says so when nothing does. */
    static OperatorClient of(Path dataDir) {
        RunFile run =
                RunFile.read(dataDir).orElseThrow(() -> new LaunchException("nothing runs on data folder " + dataDir));
        return new OperatorClient(
                run.plan().inside(run.config()), run.plan().url(run.config()), signing(dataDir), null);
    }

    /**
     * For a server at that address.
     *
     * @param token the operator's word; null: the key of {@code dataDir} signs one
     * @param tls which certificates are believed; null: the usual ones
     */
    static OperatorClient at(URI url, @Nullable String token, Path dataDir, @Nullable SSLContext tls) {
        return new OperatorClient(url, url.toString(), token == null ? signing(dataDir) : () -> token, tls);
    }

    private static Supplier<String> signing(Path dataDir) {
        try {
            byte[] key = KeyFile.open(dataDir);
            return new OperatorTokens(key, LauncherClock::unixSeconds, LauncherClock.chance())::make;
        } catch (IOException e) {
            throw new LaunchException("the rooms' key cannot be read: " + e.getMessage(), e);
        }
    }

    /** The address that people open, without a slash at its end. */
    String origin() {
        return origin;
    }

    JsonNode get(String path) {
        return send(path, "GET", null);
    }

    JsonNode post(String path, JsonNode body) {
        return send(path, "POST", body);
    }

    void delete(String path) {
        send(path, "DELETE", null);
    }

    /** The same as {@link #get}; empty when it answers 404. */
    Optional<JsonNode> find(String path) {
        HttpResponse<String> response =
                send(request(path).method("GET", BodyPublishers.noBody()), BodyHandlers.ofString());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(json(response));
    }

    /** Writes what lies at {@code path} into a file. */
    void download(String path, Path to) {
        HttpResponse<Path> response = send(
                request(path).timeout(FILE_TIMEOUT).method("GET", BodyPublishers.noBody()),
                BodyHandlers.ofFile(
                        to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        if (response.statusCode() >= 300) {
            throw new LaunchException("a file of the room cannot be had (" + response.statusCode() + ")");
        }
    }

    /** Posts a file. */
    void upload(String path, Path from) throws IOException {
        json(send(
                request(path).timeout(FILE_TIMEOUT).method("POST", BodyPublishers.ofFile(from)),
                BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(ServerUrl.at(frontDoor, path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + tokens.get());
    }

    private JsonNode send(String path, String method, @Nullable JsonNode body) {
        BodyPublisher sent =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        return json(send(request(path).method(method, sent), BodyHandlers.ofString()));
    }

    /** Many questions in a row are more than nginx lets through: what it put off is asked again. */
    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            for (int i = 1; ; i++) {
                HttpResponse<T> response = client.send(request.build(), handler);
                // A refusal that names a time is Brigade's own, and for long.
                boolean isPutOff = response.statusCode() == 429
                        && response.headers().firstValue("Retry-After").isEmpty();
                if (!isPutOff || i == TRIES_MAX) {
                    return response;
                }
                Thread.sleep(AGAIN);
            }
        } catch (IOException e) {
            throw new LaunchException(frontDoor + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted", e);
        }
    }

    private JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new LaunchException(response.body().strip() + " (" + response.statusCode() + ")");
        }
        try {
            return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new LaunchException(frontDoor + " does not answer like Brigade", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
