package brigade.robot;

import brigade.wire.PacketBundle;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One answer of exchange v1, taken apart.
 *
 * @param status HTTP status
 * @param message what an error says; empty for 200
 * @param metadata the JSON; an empty object for an error
 * @param users rows in the user table
 * @param bundle the sound; without packets for an error
 */
public record ExchangeAnswer(int status, String message, JsonNode metadata, int users, PacketBundle bundle) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int USER_ROW_BYTES = 51;

    /**
     * An answer from its parts.
     *
     * @param header the value of {@code X-Audio-Metadata}; empty when there was none
     * @throws IOException when a 200 is not in v1's format
     */
    public static ExchangeAnswer parse(int status, String header, byte[] body) throws IOException {
        try {
            JsonNode head = JSON.readTree(header.isEmpty() ? "{}" : header);
            if (status != 200) {
                String message = head.path("message").asString("");
                return new ExchangeAnswer(status, message, JSON.createObjectNode(), 0, new PacketBundle());
            }
            int metadataBytes = head.path("metadata_len").asInt(-1);
            if (metadataBytes < 0 || metadataBytes > body.length - 2) {
                throw new IOException("metadata_len " + metadataBytes + " in an answer of " + body.length + " bytes");
            }
            JsonNode metadata = JSON.readTree(body, 0, metadataBytes);
            int users = ByteBuffer.wrap(body).getShort(metadataBytes) & 0xFFFF;
            int soundAt = metadataBytes + 2 + users * USER_ROW_BYTES;
            if (soundAt > body.length) {
                throw new IOException(users + " users do not fit into an answer of " + body.length + " bytes");
            }
            PacketBundle bundle = new PacketBundle();
            bundle.read(body, soundAt, body.length - soundAt, WireLimits.V1_REQUEST_MAX_SAMPLES);
            return new ExchangeAnswer(status, "", metadata, users, bundle);
        } catch (JacksonException | WireException e) {
            throw new IOException("not an answer of exchange v1: " + e.getMessage(), e);
        }
    }

    /** Whether it is a 200. */
    public boolean isOk() {
        return status == 200;
    }
}
