package brigade.state.room;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A message on its way to sockets of one shard.
 *
 * @param connection the socket; {@link #ALL} for all of {@code room}
 * @param room number of the room, when it goes to all of it
 * @param roles JSON array of those whom it goes to, when not to all
 * @param message the message, encoded once for all shards
 * @param resume what the shard signs and puts into the message as {@code resume}
 */
record Out(
        long connection,
        int room,
        @Nullable RawJson roles,
        RawJson message,
        @Nullable RawJson resume) {
    /** Goes to all of the room. */
    static final long ALL = -1;

    /** JSON around the message, about. */
    private static final int FRAME_BYTES = 64;

    /** To one socket. */
    static Out to(Connection connection, RawJson message) {
        return new Out(connection.number, 0, null, message, null);
    }

    /** To all of a room. */
    static Out toRoom(int room, RawJson message) {
        return new Out(ALL, room, null, message, null);
    }

    /** Bytes it takes in a reply, at most. */
    int bytes() {
        return message.bytes() + FRAME_BYTES + (resume == null ? 0 : resume.bytes());
    }

    /** Writes it as docs/protocol.md, 5, has it. */
    void write(JsonGenerator json) {
        json.writeStartObject();
        if (connection == ALL) {
            json.writeNullProperty("to");
            json.writeNumberProperty("room", room);
        } else {
            json.writeArrayPropertyStart("to");
            json.writeNumber(connection);
            json.writeEndArray();
        }
        if (roles != null) {
            json.writeName("roles");
            json.writeRawValue(roles);
        }
        json.writeName("message");
        json.writeRawValue(message);
        if (resume != null) {
            json.writeName("resume");
            json.writeRawValue(resume);
        }
        json.writeEndObject();
    }
}
