package brigade.shard.stream;

import java.lang.foreign.MemorySegment;

/** What the state server answered: valid until the next call. A plain carrier for the tick thread. */
public final class TickAnswer {
    private int status;
    private byte[] json = new byte[0];
    private int jsonBytes;
    private MemorySegment data = MemorySegment.NULL;
    private long dataBytes;

    /** An empty one. */
    public TickAnswer() {}

    /** Points to an answer. */
    public void set(int status, byte[] json, int jsonBytes, MemorySegment data, long dataBytes) {
        this.status = status;
        this.json = json;
        this.jsonBytes = jsonBytes;
        this.data = data;
        this.dataBytes = dataBytes;
    }

    /** HTTP-like. */
    int status() {
        return status;
    }

    /** UTF-8, valid up to {@link #jsonBytes}. */
    byte[] json() {
        return json;
    }

    int jsonBytes() {
        return jsonBytes;
    }

    /** Frame blocks, valid up to {@link #dataBytes}. */
    MemorySegment data() {
        return data;
    }

    long dataBytes() {
        return dataBytes;
    }
}
