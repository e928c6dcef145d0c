package brigade.client;

import tools.jackson.databind.JsonNode;

/**
 * A row of the roster.
 *
 * @param id decimal
 * @param name shown to others
 * @param bucket where he sits, 0 for listeners
 * @param role {@code host} to {@code listener}
 * @param late how often his sound came too late for the next row
 * @param row all that the server told of him
 */
public record Person(String id, String name, int bucket, String role, long late, JsonNode row) {
    static Person read(JsonNode row) {
        return new Person(
                row.path("id").asString(""),
                row.path("name").asString(""),
                row.path("bucket").asInt(0),
                row.path("role").asString(""),
                row.path("late").asLong(0),
                row);
    }
}
