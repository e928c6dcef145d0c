package brigade.state.room;

import brigade.rpc.RpcCall;
import brigade.wire.WireLimits;
import brigade.wire.json.JsonBuffer;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A call that never left the process: for tests, measurements and rehearsals. The reply's data lies over the request's, as
 * in the shared buffer. One thread.
 */
public final class HeapCall implements RpcCall {
    private final JsonBuffer request = new JsonBuffer(1_024);
    private final JsonBuffer reply = new JsonBuffer(1_024);
    private final long[] data = new long[WireLimits.RPC_DATA_MAX_BYTES / Long.BYTES];
    private final MemorySegment dataSegment = MemorySegment.ofArray(data);
    private long requestDataBytes;
    private long replyDataBytes;
    private int status = 200;
    private int shard = 1;

    /** Where the request's JSON goes. */
    public JsonBuffer request() {
        return request;
    }

    /** The reply's JSON. */
    public JsonBuffer reply() {
        return reply;
    }

    /** The reply's status. */
    public int status() {
        return status;
    }

    /** The calling shard is another. */
    public void shard(int number) {
        shard = number;
    }

    /** Sets the sound of the request. */
    public void sound(float[] pcm, int samples) {
        MemorySegment.copy(pcm, 0, dataSegment, ValueLayout.JAVA_FLOAT, 0, samples);
        requestDataBytes = (long) samples * Float.BYTES;
    }

    /** Sets the data of the request. */
    public void data(MemorySegment from, long bytes) {
        MemorySegment.copy(from, 0, dataSegment, 0, bytes);
        requestDataBytes = bytes;
    }

    /** Where the request's data may be written; the first {@code bytes} of it count. */
    public MemorySegment requestSegment(long bytes) {
        requestDataBytes = bytes;
        return dataSegment;
    }

    /** The data of the reply. */
    public MemorySegment replySegment() {
        return dataSegment.asSlice(0, replyDataBytes);
    }

    /** Makes it ready for the next call. */
    public void begin() {
        request.reset();
        requestDataBytes = 0;
        shard = 1;
        resetReply();
    }

    /** The first {@code samples} samples of the reply. */
    public float[] replySound(int samples) {
        float[] sound = new float[samples];
        MemorySegment.copy(dataSegment, ValueLayout.JAVA_FLOAT, 0, sound, 0, samples);
        return sound;
    }

    /** What follows {@code samples} samples in the reply. */
    public byte[] replyRest(int samples) {
        long from = (long) samples * Float.BYTES;
        return dataSegment.asSlice(from, replyDataBytes - from).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Bytes of data in the reply. */
    public long replyDataBytes() {
        return replyDataBytes;
    }

    @Override
    public int shard() {
        return shard;
    }

    @Override
    public byte[] requestJson() {
        return request.bytes();
    }

    @Override
    public int requestJsonBytes() {
        return request.length();
    }

    @Override
    public MemorySegment requestData() {
        return dataSegment.asSlice(0, requestDataBytes);
    }

    @Override
    public long requestDataBytes() {
        return requestDataBytes;
    }

    @Override
    public OutputStream replyJson() {
        return reply;
    }

    @Override
    public MemorySegment replyData(long bytes) {
        if (bytes > WireLimits.RPC_DATA_MAX_BYTES) {
            throw new IllegalArgumentException("reply of " + bytes + " bytes");
        }
        replyDataBytes = bytes;
        return dataSegment.asSlice(0, bytes);
    }

    @Override
    public void status(int newStatus) {
        status = newStatus;
    }

    @Override
    public void resetReply() {
        reply.reset();
        status = 200;
        replyDataBytes = 0;
    }
}
