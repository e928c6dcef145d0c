package brigade.state.room;

import brigade.wire.ExchangeRequest.Mark;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import brigade.wire.json.Json;
import brigade.wire.json.JsonBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/**
 * The marks of a room by id, in the order in which they were first set. Encoded when they change, since every answer
 * carries all of them.
 */
final class Marks {
    private final Map<String, Long> clocks = new LinkedHashMap<>();
    private RawJson json = RawJson.EMPTY_ARRAY;

    /** All of them, {@code [{"evid": ..., "clock": ...}, ...]}. */
    RawJson json() {
        return json;
    }

    /** Calls {@code each} for every mark that {@code before} does not have at the same clock. */
    void forEachNew(Marks before, BiConsumer<String, Long> each) {
        clocks.forEach((id, clock) -> {
            if (!clock.equals(before.clocks.get(id))) {
                each.accept(id, clock);
            }
        });
    }

    /** All of them as stream v2 has them, {@code [{"id": ..., "clock": ...}, ...]}. */
    RawJson stageJson() {
        return RawJson.of(out -> {
            out.writeStartArray();
            clocks.forEach((id, clock) -> {
                out.writeStartObject();
                out.writeStringProperty("id", id);
                out.writeNumberProperty("clock", clock.longValue());
                out.writeEndObject();
            });
            out.writeEndArray();
        });
    }

    /** How many. */
    int size() {
        return clocks.size();
    }

    /**
     * The marks after a request, checked.
     *
     * @param clear whether the old ones go first
     * @param added those that come, an id that is there already moving to its new clock
     */
    Marks with(boolean clear, List<Mark> added) {
        Marks next = new Marks();
        if (!clear) {
            next.clocks.putAll(clocks);
        }
        for (Mark mark : added) {
            if (mark.id().length() > RoomLimits.MARK_ID_MAX_CHARS) {
                throw WireException.malformed(
                        "a mark's id is longer than " + RoomLimits.MARK_ID_MAX_CHARS + " characters");
            }
            next.clocks.put(Text.wellFormed(mark.id()), mark.clock());
        }
        if (next.clocks.size() > WireLimits.MARKS_MAX) {
            throw new WireException(429, "more than " + WireLimits.MARKS_MAX + " marks in this room: clear them first");
        }
        next.json = next.encode();
        if (next.json.bytes() > RoomLimits.MARKS_MAX_BYTES) {
            throw new WireException(
                    429,
                    "the marks of this room take more than " + RoomLimits.MARKS_MAX_BYTES + " bytes: clear them first");
        }
        return next;
    }

    /** Drops all. */
    void clear() {
        clocks.clear();
        json = RawJson.EMPTY_ARRAY;
    }

    private RawJson encode() {
        JsonBuffer buffer = new JsonBuffer(64 * clocks.size() + 2);
        try (JsonGenerator out = Json.compactGenerator(buffer)) {
            out.writeStartArray();
            clocks.forEach((id, clock) -> {
                out.writeStartObject();
                out.writeName("evid");
                out.writeString(id);
                out.writeName("clock");
                out.writeNumber(clock.longValue());
                out.writeEndObject();
            });
            out.writeEndArray();
        }
        return RawJson.copyOf(buffer);
    }
}
