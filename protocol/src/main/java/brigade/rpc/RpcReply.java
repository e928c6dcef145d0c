package brigade.rpc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import brigade.wire.WireLimits;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The state server's answer, copied out of the buffer. Owned by the caller, who passes it in again: it allocates only
 * when an answer is longer than all before.
 */
public final class RpcReply {
    private int status;
    private byte[] json = new byte[4_096];
    private int jsonBytes;
    // Longs, so that floats and longs in it are aligned.
    private MemorySegment data = MemorySegment.ofArray(new long[16_384]);
    private int dataBytes;

    /** HTTP-like status: 200, or 4xx and 5xx with JSON {@code {"message": "..."}}. */
    public int status() {
        return status;
    }

    /** The JSON as UTF-8, valid up to {@link #jsonBytes()}. */
    public byte[] json() {
        return json;
    }

    /** Bytes of JSON in {@link #json()}. */
    public int jsonBytes() {
        return jsonBytes;
    }

    /** The JSON as text; allocates. */
    public String jsonText() {
        return new String(json, 0, jsonBytes, StandardCharsets.UTF_8);
    }

    /** The data, native byte order, 8-aligned, valid up to {@link #dataBytes()}. */
    public MemorySegment data() {
        return data;
    }

    /** Bytes of data in {@link #data()}. */
    public int dataBytes() {
        return dataBytes;
    }

    /** Copies the first {@code samples} floats of the data to the start of {@code target}. */
    public void copySamples(float[] target, int samples) {
        checkHolds((long) samples * Float.BYTES);
        MemorySegment.copy(data, JAVA_FLOAT, 0, target, 0, samples);
    }

    /** Copies {@code bytes} bytes of the data, from {@code offset} on, into {@code target} at {@code index}. */
    public void copyBytes(int offset, byte[] target, int index, int bytes) {
        checkHolds((long) offset + bytes);
        MemorySegment.copy(data, JAVA_BYTE, offset, target, index, bytes);
    }

    private void checkHolds(long bytes) {
        if (bytes > dataBytes) {
            throw new IndexOutOfBoundsException("the reply has " + dataBytes + " bytes of data, not " + bytes);
        }
    }

    /** Makes room for a message of these sizes. */
    void begin(int status, int jsonTotal, int dataTotal) {
        if (jsonTotal < 0
                || jsonTotal > WireLimits.RPC_JSON_MAX_BYTES
                || dataTotal < 0
                || dataTotal > WireLimits.RPC_DATA_MAX_BYTES) {
            throw new RpcUnavailableException("the state server's answer has impossible lengths");
        }
        this.status = status;
        if (json.length < jsonTotal) {
            json = new byte[jsonTotal];
        }
        if (data.byteSize() < dataTotal) {
            data = MemorySegment.ofArray(new long[Math.ceilDiv(dataTotal, Long.BYTES)]);
        }
        jsonBytes = jsonTotal;
        dataBytes = dataTotal;
    }
}
