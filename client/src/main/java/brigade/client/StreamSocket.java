package brigade.client;

import java.nio.ByteBuffer;

/** A WebSocket as a session needs it. Sending never blocks and never throws; a socket that cannot go on is closed. */
public interface StreamSocket {
    /** Code of {@link Events#closed} when no connection came about, or it broke without a closing frame. */
    int BROKEN = 1006;

    /** Code of {@link Events#closed} when the server will not have us: coming again helps nothing. */
    int REFUSED = 4000;

    /** What comes from the other side: one call at a time, on threads of the socket's. */
    interface Events {
        /** It is open. First of all calls. */
        void opened(StreamSocket socket);

        /** A whole text message. */
        void text(String message);

        /** A whole binary message; the bytes are the caller's again afterwards. */
        void binary(ByteBuffer message);

        /** It is closed, or was never open; last of all calls. */
        void closed(int code, String reason);
    }

    /** Sends a text message. */
    void sendText(String message);

    /** Sends the first {@code length} bytes as a binary message; copies them. */
    void sendBinary(byte[] bytes, int length);

    /** Sends what waits, then the closing frame. */
    void close();

    /** Cuts the connection without a word, as a dying network does. {@link Events#closed} comes with {@link #BROKEN}. */
    void cut();
}
