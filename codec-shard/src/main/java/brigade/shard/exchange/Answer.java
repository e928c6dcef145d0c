package brigade.shard.exchange;

/**
 * A finished answer to a v1 POST.
 *
 * @param body all its bytes
 * @param metadataBytes how many of them, from the start, are JSON
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Answer(byte[] body, int metadataBytes) {
    /** Value of the header {@code X-Audio-Metadata}. */
    public String header() {
        return "{\"metadata_len\": " + metadataBytes + "}";
    }
}
