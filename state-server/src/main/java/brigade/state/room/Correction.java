package brigade.state.room;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** What one singer was offered, and what became of it. A plain carrier; {@link Corrections} keeps it consistent. */
final class Correction {
    static final String WAITING = "waiting";
    static final String OFFERED = "offered";
    static final String ACCEPTED = "accepted";
    static final String DECLINED = "declined";
    static final String UNDONE = "undone";

    private static final Set<String> STATES_KEPT = Set.of(ACCEPTED, DECLINED, UNDONE);
    private static final int APPLIED_MAX_MS = 1_000;

    /** One of the above; null before. */
    @Nullable
    String state;

    /** What is offered now, ms to be added to his latency. */
    int offeredMs;

    /** What he accepted and did not undo. */
    int appliedMs;

    /** How often he said no. */
    int declines;

    /** Start clock of the song after which he was offered last: once a song. */
    long offeredAfter;

    /** Whether nothing was ever offered to him. */
    boolean isUntouched() {
        return state == null && appliedMs == 0 && declines == 0 && offeredAfter == 0;
    }

    /** Writes all of it as an object. */
    void write(JsonGenerator json) {
        json.writeStartObject();
        if (state != null) {
            json.writeStringProperty("state", state);
        }
        json.writeNumberProperty("appliedMs", appliedMs);
        json.writeNumberProperty("declines", declines);
        json.writeNumberProperty("offeredAfter", offeredAfter);
        json.writeEndObject();
    }

    /** Reads what {@link #write} wrote. What was on its way is to be measured anew: a former process offered it. */
    void read(JsonNode saved) {
        String last = saved.path("state").asString("");
        state = STATES_KEPT.contains(last) ? last : null;
        appliedMs = Math.clamp(saved.path("appliedMs").asInt(0), -APPLIED_MAX_MS, APPLIED_MAX_MS);
        declines = Math.max(0, saved.path("declines").asInt(0));
        offeredAfter = saved.path("offeredAfter").asLong(0);
    }
}
