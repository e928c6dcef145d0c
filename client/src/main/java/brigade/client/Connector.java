package brigade.client;

import java.net.URI;

/** Opens sockets to a room: asks where its streams are and connects. Any thread. */
@FunctionalInterface
public interface Connector {
    /** Starts to connect and returns; how it went is told to {@code events}. */
    void connect(StreamSocket.Events events);

    /**
     * Opens sockets to the same room after it has moved; this one where it cannot.
     *
     * @param house where the room is now
     */
    default Connector moved(URI house) {
        return this;
    }
}
