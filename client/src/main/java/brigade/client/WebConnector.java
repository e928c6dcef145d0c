package brigade.client;

import brigade.wire.stream.StreamLimits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Joins over HTTP and opens the JDK's WebSocket. Any number of clients share an {@link HttpClient}, whose owner is the caller. */
public final class WebConnector implements Connector {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI place;
    private final boolean joins;
    private final String room;

    private WebConnector(HttpClient client, URI place, boolean joins, String room) {
        this.client = client;
        this.place = place;
        this.joins = joins;
        this.room = room;
    }

    /** To the shard that the server chooses, anew with every connection. */
    public static WebConnector joining(HttpClient client, URI server, String room) {
        String query = "/api/join?room=" + URLEncoder.encode(room, StandardCharsets.UTF_8);
        return new WebConnector(client, ServerUrl.at(server, query), true, room);
    }

    /** To that WebSocket, {@code ws://host:port/stream}, whoever should take the next person. */
    public static WebConnector direct(HttpClient client, URI stream) {
        return new WebConnector(client, JoinAnswer.webSocket(stream), false, "");
    }

    /** To the shard that the other house chooses; a socket of one shard alone knows no room and stays. */
    @Override
    public Connector moved(URI house) {
        return joins ? joining(client, house, room) : this;
    }

    @Override
    public void connect(StreamSocket.Events events) {
        CompletableFuture<URI> stream = joins ? join() : CompletableFuture.completedFuture(place);
        var _ = stream.thenCompose(uri -> {
                    JdkSocket socket = new JdkSocket(events);
                    return client.newWebSocketBuilder()
                            .subprotocols(StreamLimits.SUBPROTOCOL)
                            .connectTimeout(TIMEOUT)
                            .buildAsync(uri, socket);
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        Throwable cause = causeOf(failure);
                        int code = cause instanceof NoSuchRoom ? StreamSocket.REFUSED : StreamSocket.BROKEN;
                        events.closed(code, reason(cause));
                    }
                });
    }

    private CompletableFuture<URI> join() {
        HttpRequest request = HttpRequest.newBuilder(place).timeout(TIMEOUT).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::stream);
    }

    private URI stream(HttpResponse<String> answer) {
        try {
            String said = place + " answers " + answer.statusCode() + " "
                    + answer.body().strip();
            if (answer.statusCode() == 404) {
                throw new NoSuchRoom(said);
            }
            if (answer.statusCode() != 200) {
                throw new IOException(said);
            }
            return JoinAnswer.read(place, answer.body()).stream();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** One line for people: the JDK's own errors often have no message. */
    private String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "nobody answers at " + place.getScheme() + "://" + place.getAuthority()
                    + " (./brigade up starts a server)";
        }
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    /** The server knows no such room. */
    private static final class NoSuchRoom extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchRoom(String message) {
            super(message);
        }
    }
}
