package brigade.shard.stream;

import brigade.wire.json.JsonBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of a tick's calls. Tick thread only; without events it allocates nothing. */
final class TickRequest {
    private static final byte[] EVENTS = "[".getBytes(StandardCharsets.US_ASCII);

    private final JsonBuffer json = new JsonBuffer(16_384);
    private final StreamService.Settings settings;
    private byte @Nullable [] head;
    private byte @Nullable [] headReady;
    private boolean first;

    /** For that shard; its port is asked for at the first call. */
    TickRequest(StreamService.Settings settings) {
        this.settings = settings;
    }

    private byte[] head(boolean ready) {
        String url = settings.streamUrl();
        return ("{\"call\":\"tick\",\"instance\":" + settings.instance() + ",\"address\":{\"port\":"
                        + settings.port().getAsInt() + ",\"streamUrl\":" + (url == null ? "null" : '"' + url + '"')
                        + "},\"ready\":" + ready + ",\"events\":")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Begins a call. */
    void begin(boolean ready) {
        json.reset();
        if (head == null || headReady == null) {
            head = head(false);
            headReady = head(true);
        }
        byte[] start = ready ? headReady : head;
        json.write(start, 0, start.length);
        json.write(EVENTS, 0, 1);
        first = true;
    }

    /** Adds an event. */
    void add(ControlEvent event) {
        if (!first) {
            json.write(',');
        }
        first = false;
        Connection connection = event.connection();
        text("{\"conn\":");
        text(Long.toString(connection.number));
        switch (event.kind()) {
            case HELLO -> {
                text(",\"hello\":");
                text(connection.helloJson);
                text(",\"access\":");
                text(access(connection));
                text(",\"address\":\"");
                text(connection.addressHash);
                text("\"}");
            }
            case MESSAGE -> {
                text(",\"message\":");
                text(event.json());
                text("}");
            }
            case STATS -> {
                text(",\"stats\":");
                text(event.json());
                text("}");
            }
            case CLOSED -> text(",\"closed\":true}");
        }
    }

    /** With what resumes it, when it was welcomed before. */
    private static String access(Connection connection) {
        String claims = connection.resumeClaims;
        String access = connection.accessJson;
        if (claims == null) {
            return access;
        }
        String start = access.substring(0, access.lastIndexOf('}'));
        return start + (start.endsWith("{") ? "" : ",") + "\"resume\":" + claims + "}";
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        json.write(bytes, 0, bytes.length);
    }

    /** Ends the call's JSON, which {@link #bytes} then holds. */
    void end() {
        json.write(']');
        json.write('}');
    }

    byte[] bytes() {
        return json.bytes();
    }

    int length() {
        return json.length();
    }
}
