package brigade.shard.stream;

import java.nio.ByteBuffer;

/** One WebSocket, as the rest of this package sees it. Any thread; no method waits for the peer. */
public interface Wire {
    /** Told once how sending ended, by any thread. */
    interface Sent {
        /** The message left; its bytes are not looked at any more. */
        void sent();

        /** It did not; its bytes may still be looked at. */
        void failed(Throwable why);
    }

    /** Sends a binary message; {@code bytes} is the wire's until it tells. */
    void binary(ByteBuffer bytes, Sent done);

    /** Sends a text message. */
    void text(String json, Sent done);

    /** Closes after what was sent before. */
    void close(int code, String reason);

    /** Ends the connection now. */
    void disconnect();
}
