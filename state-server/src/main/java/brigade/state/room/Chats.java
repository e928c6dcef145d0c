package brigade.state.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Messages on their way to one user: those waiting, and those of his last answer, which a retry gets again. Bounded;
 * the oldest go first.
 */
final class Chats {
    private final ArrayDeque<RawJson> waiting = new ArrayDeque<>();
    private final List<RawJson> answered = new ArrayList<>();
    private int waitingBytes;

    /** Encodes a message as {@code ["name", "text"]}, once for all who get it. */
    static RawJson message(String name, String text) {
        String from = Text.wellFormed(name);
        String said = Text.wellFormed(Text.cut(text, RoomLimits.CHAT_MAX_CHARS));
        return RawJson.of(json -> {
            json.writeStartArray();
            json.writeString(from);
            json.writeString(said);
            json.writeEndArray();
        });
    }

    /** Adds {@code message} to what waits. */
    void add(RawJson message) {
        waiting.addLast(message);
        waitingBytes += message.bytes();
        while (waiting.size() > RoomLimits.CHATS_WAITING_MAX || waitingBytes > RoomLimits.CHATS_WAITING_MAX_BYTES) {
            waitingBytes -= waiting.removeFirst().bytes();
        }
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    /** Forgets everything. */
    void clear() {
        waiting.clear();
        answered.clear();
        waitingBytes = 0;
    }

    /**
     * Writes the array of messages for the next answer; what waited becomes the last answer.
     *
     * @param again whether the last answer is repeated first, for a retry
     */
    void write(JsonGenerator json, boolean again) {
        json.writeStartArray();
        if (!again) {
            answered.clear();
        }
        for (RawJson message : answered) {
            json.writeRawValue(message);
        }
        while (!waiting.isEmpty()) {
            RawJson message = waiting.removeFirst();
            answered.add(message);
            json.writeRawValue(message);
        }
        waitingBytes = 0;
        json.writeEndArray();
    }
}
