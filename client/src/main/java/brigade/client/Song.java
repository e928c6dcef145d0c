package brigade.client;

import tools.jackson.databind.JsonNode;

/**
 * A song, as the server tells of it.
 *
 * @param number which song of the room; 0 when there was none
 * @param phase {@code idle}, {@code led}, {@code armed}, {@code singing}, {@code trailing}
 * @param startClock its first sample; 0 before it has one
 * @param firstClock the first beat after the count-in, where singing begins; {@code startClock} without one
 * @param endClock after its last sample; {@link Long#MAX_VALUE} while it is open
 * @param leader id of who leads, empty for nobody
 */
public record Song(long number, String phase, long startClock, long firstClock, long endClock, String leader) {
    /** None yet. */
    static final Song NONE = new Song(0, "idle", 0, 0, Long.MAX_VALUE, "");

    /** Reads a {@code song} message, or the field of {@code welcome}. */
    static Song read(JsonNode json) {
        long startClock = json.path("startClock").asLong(0);
        return new Song(
                json.path("song").asLong(0),
                json.path("phase").asString("idle"),
                startClock,
                json.path("firstClock").asLong(startClock),
                json.path("endClock").asLong(Long.MAX_VALUE),
                json.path("leader").asString(""));
    }

    /** Whether there is a first sample. */
    public boolean hasStart() {
        return startClock > 0;
    }

    /** Whether its end is known. */
    public boolean hasEnd() {
        return endClock != Long.MAX_VALUE;
    }
}
