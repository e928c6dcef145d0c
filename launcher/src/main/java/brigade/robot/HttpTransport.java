package brigade.robot;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Exchange v1 over HTTP/1.1 with keep-alive. One robot, one thread; close it at the end. */
public final class HttpTransport implements ExchangeTransport, AutoCloseable {
    /** Longer than the shard's own time-out (2 s), so that its 503 arrives. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String METADATA_HEADER = "X-Audio-Metadata";

    private final HttpClient client;
    private final URI api;

    /** @param api the exchange's URL without a query, such as {@code http://localhost:8080/api/01} */
    public HttpTransport(URI api) {
        this.api = api;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    @Override
    public long serverClock() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(api).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("GET " + api + " answers " + answer.statusCode());
        }
        return ServerClock.parse(answer.headers().firstValue(METADATA_HEADER).orElse(""));
    }

    @Override
    public ExchangeAnswer exchange(String query, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "?" + query))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> answer = send(request, HttpResponse.BodyHandlers.ofByteArray());
        String header = answer.headers().firstValue(METADATA_HEADER).orElse("");
        return ExchangeAnswer.parse(answer.statusCode(), header, answer.body());
    }

    /** The JDK's own errors often have no message, or one without a hint. */
    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        String server = api.getScheme() + "://" + api.getAuthority();
        try {
            return client.send(request, body);
        } catch (ConnectException e) {
            throw new IOException("nobody answers at " + server + " (./brigade up starts a server)", e);
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer from " + server + " within " + TIMEOUT.toSeconds() + " s", e);
        } catch (IOException e) {
            throw e.getMessage() == null
                    ? new IOException(
                            "the connection to " + server + " broke ("
                                    + e.getClass().getSimpleName() + ")",
                            e)
                    : e;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
