package brigade.e2e;

import brigade.client.StreamSocket;
import brigade.client.WebConnector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A socket that sends whatever a test likes, and keeps the control messages that come. */
final class RawPeer implements StreamSocket.Events {
    private static final JsonMapper JSON = new JsonMapper();

    private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamSocket> opened = new LinkedBlockingQueue<>();
    private volatile @Nullable StreamSocket socket;
    private final AtomicInteger errors = new AtomicInteger();
    private volatile boolean closed;

    private RawPeer() {}

    /** Connects. */
    static RawPeer open(HttpClient http, URI stream) throws InterruptedException {
        RawPeer peer = new RawPeer();
        WebConnector.direct(http, stream).connect(peer);
        peer.socket = peer.opened.poll(20, TimeUnit.SECONDS);
        if (peer.socket == null) {
            throw new AssertionError("no connection to " + stream);
        }
        return peer;
    }

    /** Connects and says hello; {@code fields} as JSON without braces, may be empty. */
    static RawPeer hello(HttpClient http, URI stream, String room, String fields) throws InterruptedException {
        RawPeer peer = open(http, stream);
        peer.send("{\"type\":\"hello\",\"protocol\":2,\"room\":\"" + room + "\",\"name\":\"raw\"" + fields + "}");
        return peer;
    }

    void send(String json) {
        StreamSocket to = socket;
        if (to != null) {
            to.sendText(json);
        }
    }

    void send(byte[] bytes) {
        StreamSocket to = socket;
        if (to != null) {
            to.sendBinary(bytes, bytes.length);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** How many errors it was told so far. */
    int errors() {
        return errors.get();
    }

    /** The next message of one of these types; fails when none comes. */
    JsonNode next(String... types) throws InterruptedException {
        while (true) {
            JsonNode message = said.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("none of " + String.join(", ", types) + " came");
            }
            for (String type : types) {
                if (message.path("type").asString("").equals(type)) {
                    return message;
                }
            }
        }
    }

    void close() {
        StreamSocket to = socket;
        if (to != null) {
            to.close();
        }
    }

    @Override
    public void opened(StreamSocket open) {
        opened.add(open);
    }

    @Override
    public void text(String message) {
        JsonNode json = JSON.readTree(message);
        if (json.path("type").asString("").equals("error")) {
            errors.incrementAndGet();
        }
        said.add(json);
    }

    @Override
    public void binary(ByteBuffer message) {
        // Sound is not what these tests are about.
    }

    @Override
    public void closed(int code, String reason) {
        closed = true;
        said.add(JSON.createObjectNode().put("type", "closed").put("code", code));
    }
}
