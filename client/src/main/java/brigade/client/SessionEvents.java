package brigade.client;

import java.net.URI;
import java.nio.ByteBuffer;
import tools.jackson.databind.JsonNode;

/** What happens to a session. Called under its lock, on the socket's threads or the one that ticks. All do nothing by default. */
public interface SessionEvents {
    /**
     * The server took us; {@link StreamSession#seat} and {@link StreamSession#room} are as it says.
     *
     * @param again whether this takes a lost connection up, or goes on with another one
     */
    default void welcomed(boolean again) {}

    /** We sit elsewhere from {@link Seat#fromClock} on. */
    default void seated(Seat seat) {}

    /** A control message of any type came, after the session has taken it. */
    default void control(String type, JsonNode message) {}

    /** A binary message came: a mix or talk. The bytes are for this call only. */
    default void binary(ByteBuffer message) {}

    /** The connection is lost, or did not come about; the session connects anew. */
    default void lost(String reason) {}

    /** The room is in the house at that address, with a clock of its own; the session goes there by itself. */
    default void moved(URI house) {}

    /** It is over: we left, were sent away, or found nobody for too long. */
    default void ended(String reason) {}
}
