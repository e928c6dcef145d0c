package brigade.client;

import tools.jackson.databind.JsonNode;

/**
 * Where somebody sits: the server's word.
 *
 * @param bucket row, from 1; 0 is the listeners'
 * @param delaySamples how far behind now it listens
 * @param spacingSamples from one row to the next
 * @param fromClock first clock of the frames that this bucket gets
 * @param why {@code song}, {@code moved}, {@code slow}, {@code lead}; empty in {@code welcome}
 */
public record Seat(int bucket, long delaySamples, long spacingSamples, long fromClock, String why) {
    /** Reads a {@code seat} message, or the field of {@code welcome}. */
    static Seat read(JsonNode json) {
        return new Seat(
                json.path("bucket").asInt(0),
                json.path("delaySamples").asLong(0),
                json.path("spacingSamples").asLong(0),
                json.path("fromClock").asLong(0),
                json.path("why").asString(""));
    }

    /** Whether it hears the same as {@code other}. */
    boolean sameSoundAs(Seat other) {
        return bucket == other.bucket && delaySamples == other.delaySamples;
    }
}
