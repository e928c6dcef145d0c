package brigade.stress.stream;

import brigade.client.ControlJson;
import brigade.stress.load.Target;
import brigade.wire.stream.StreamLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A listener who comes in, and then reads nothing any more but keeps his connection: what he is sent piles up until the server
 * gives him up. Nobody else may notice. The socket's threads call.
 */
final class SlowListener implements WebSocket.Listener, AutoCloseable {
    /** Messages that he reads: the welcome and what comes with it. */
    private static final int READS = 3;

    private final CompletableFuture<WebSocket> socket;
    private final String hello;
    private int left = READS;

    /** Comes to that shard. */
    SlowListener(HttpClient http, Target shard, String room) {
        hello = ControlJson.message("hello")
                .put("protocol", StreamLimits.PROTOCOL)
                .put("room", room)
                .put("name", "slow")
                .put("mode", "listen")
                .toString();
        URI place = URI.create("ws://" + shard.host() + ":" + shard.port() + "/stream");
        socket = http.newWebSocketBuilder()
                .subprotocols(StreamLimits.SUBPROTOCOL)
                .buildAsync(place, this);
    }

    @Override
    public void onOpen(WebSocket opened) {
        var _ = opened.sendText(hello, true);
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        if (left-- > 0) {
            from.request(1);
        }
        return null;
    }

    @Override
    public void close() {
        var _ = socket.thenAccept(WebSocket::abort);
    }
}
