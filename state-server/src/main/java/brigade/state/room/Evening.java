package brigade.state.room;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * What an evening made of a room: whether it is locked, who is kept out, how far apart its rows are, what the desk did. Kept in the room's file,
 * so that a restart in the middle of the evening changes nothing of it. Agent thread only.
 */
final class Evening {
    /** Entries that are kept; the oldest go first. */
    private static final int BARRED_MAX = 1_000;

    /** Who is kept out, by device or by {@link #ofId}, and until when in seconds since 1970. */
    private final Map<String, Long> barred = new LinkedHashMap<>();

    /** Whether nobody new may come in. */
    boolean locked;

    /** Whether voices are recorded. */
    boolean recording;

    /** Spacing as it was measured last; 0 before. */
    long spacingSamples;

    /** How far behind now listeners, and recordings, hear everybody; 0 before anybody did. */
    long allDelaySamples;

    /** What the desk made of the room, as the file had it; null when it had nothing, or nobody has come yet. */
    @Nullable
    JsonNode desk;

    /** The same as it is now. */
    RawJson deskJson = RawJson.NULL;

    /** The entry of somebody whose client keeps no key: devices have no such character. */
    static String ofId(long id) {
        return "#" + Long.toUnsignedString(id);
    }

    /** Keeps somebody out. */
    void bar(String who, long untilSeconds) {
        barred.remove(who);
        barred.put(who, untilSeconds);
        if (barred.size() > BARRED_MAX) {
            barred.remove(barred.keySet().iterator().next());
        }
    }

    /** Whether somebody is kept out. */
    boolean isBarred(String who, long nowSeconds) {
        Long until = barred.get(who);
        return until != null && nowSeconds < until;
    }

    /** Forgets bars that are over. */
    void expire(long nowSeconds) {
        barred.values().removeIf(until -> nowSeconds >= until);
    }

    /** Writes {@code "evening": {...}}. */
    void write(JsonGenerator json) {
        json.writeObjectPropertyStart("evening");
        json.writeBooleanProperty("locked", locked);
        json.writeBooleanProperty("recording", recording);
        json.writeNumberProperty("spacingSamples", spacingSamples);
        json.writeNumberProperty("allDelaySamples", allDelaySamples);
        json.writeObjectPropertyStart("barred");
        barred.forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeName("desk");
        json.writeRawValue(deskJson);
        json.writeEndObject();
    }

    /** Reads what {@link #write} wrote; files of older versions have none. */
    void read(@Nullable JsonNode evening) {
        if (evening == null || !evening.isObject()) {
            return;
        }
        locked = evening.path("locked").asBoolean(false);
        recording = evening.path("recording").asBoolean(false);
        long spacing = evening.path("spacingSamples").asLong(0);
        boolean legal = spacing >= StageSeats.SPACING_MIN_SAMPLES && spacing <= StageSeats.SPACING_MAX_SAMPLES;
        spacingSamples = legal ? Stage.onGrid(spacing) : 0;
        long all = evening.path("allDelaySamples").asLong(0);
        allDelaySamples = all > 0 && all <= RoomLimits.RING_SAMPLES / 2 ? Stage.upToGrid(all) : 0;
        JsonNode saved = evening.get("desk");
        if (saved != null && saved.isObject()) {
            desk = saved;
            deskJson = RawJson.of(json -> json.writeRawValue(saved.toString()));
        }
        for (Map.Entry<String, JsonNode> entry : evening.path("barred").properties()) {
            bar(entry.getKey(), entry.getValue().asLong(0));
        }
    }
}
