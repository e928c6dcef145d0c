package brigade.shard.stream;

import java.util.List;

/** Hands one message to many sockets. */
@FunctionalInterface
interface Publisher {
    /** Hands it over, and uses up the message's one user. */
    void publish(OutMessage message, List<SocketOut> sockets);

    /** To one after the other. */
    static Publisher inTurn() {
        return (message, sockets) -> {
            message.retain(sockets.size());
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).audio(message);
            }
            message.release(1);
        };
    }
}
