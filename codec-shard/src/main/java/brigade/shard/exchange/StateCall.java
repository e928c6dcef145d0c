package brigade.shard.exchange;

/**
 * A place for one call to the state server and its answer. Reused from call to call by its owner; one thread at a
 * time. The real one goes through shared memory; tests and benchmarks answer in memory.
 */
public interface StateCall {
    /**
     * Sends a call and waits for its answer, which the other methods then show until the next call.
     *
     * @param json UTF-8, valid up to {@code jsonBytes}
     * @param pcm the voice, valid up to {@code samples}
     * @throws brigade.wire.WireException 503 when the state server is away or does not answer in time
     */
    void send(byte[] json, int jsonBytes, float[] pcm, int samples);

    /** HTTP-like status of the answer; with 4xx and 5xx the JSON is {@code {"message": "..."}}. */
    int status();

    /** The answer's JSON, UTF-8, valid up to {@link #jsonBytes()}. */
    byte[] json();

    /** Bytes of JSON in {@link #json()}. */
    int jsonBytes();

    /** Bytes of data in the answer. */
    int dataBytes();

    /** Copies the first {@code samples} floats of the data to the start of {@code target}. */
    void copySamples(float[] target, int samples);

    /** Copies {@code bytes} bytes of the data, from {@code offset} on, into {@code target} at {@code index}. */
    void copyBytes(int offset, byte[] target, int index, int bytes);
}
