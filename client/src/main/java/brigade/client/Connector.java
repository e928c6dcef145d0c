package brigade.client;

/** Opens sockets to a room: asks where its streams are and connects. Any thread. */
@FunctionalInterface
public interface Connector {
    /** Starts to connect and returns; how it went is told to {@code events}. */
    void connect(StreamSocket.Events events);
}
