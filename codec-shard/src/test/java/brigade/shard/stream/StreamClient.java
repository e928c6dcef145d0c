package brigade.shard.stream;

import brigade.wire.stream.StreamLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real WebSocket client of a shard, that keeps what it gets. */
public final class StreamClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    public final LinkedBlockingQueue<byte[]> mixes = new LinkedBlockingQueue<>();
    public final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private StreamClient(HttpClient http, URI uri) {
        socket = http.newWebSocketBuilder()
                .subprotocols(StreamLimits.SUBPROTOCOL)
                .buildAsync(uri, new Listener())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Connects, and says nothing yet. */
    public static StreamClient connect(HttpClient http, int port) {
        return new StreamClient(http, URI.create("ws://127.0.0.1:" + port + "/api/01/stream"));
    }

    /** Connects, says hello and waits for the welcome. */
    public static StreamClient join(HttpClient http, int port, String name) throws InterruptedException {
        StreamClient client = connect(http, port);
        client.text(
                "{\"type\":\"hello\",\"protocol\":2,\"room\":\"main\",\"mode\":\"sing\",\"name\":\"" + name + "\"}");
        client.await("welcome");
        return client;
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public void text(String json) {
        socket.sendText(json, true).orTimeout(30, TimeUnit.SECONDS).join();
    }

    public void binary(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** The next message of that type; others before it are dropped. */
    public String await(String type) throws InterruptedException {
        while (true) {
            String text = texts.poll(30, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("no " + type);
            }
            if (text.contains("\"type\":\"" + type + "\"")) {
                return text;
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private byte[] binary = new byte[0];

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] joined = java.util.Arrays.copyOf(binary, binary.length + data.remaining());
            data.get(joined, binary.length, data.remaining());
            binary = joined;
            if (last) {
                mixes.add(binary);
                binary = new byte[0];
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
