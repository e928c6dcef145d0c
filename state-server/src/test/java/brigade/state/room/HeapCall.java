package brigade.state.room;

import brigade.rpc.RpcCall;
import brigade.wire.WireLimits;
import brigade.wire.json.JsonBuffer;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A call that never left the process. The reply's data lies over the request's, as in the shared buffer. */
final class HeapCall implements RpcCall {
    final JsonBuffer request = new JsonBuffer(1024);
    final JsonBuffer reply = new JsonBuffer(1024);
    private final long[] data = new long[WireLimits.RPC_DATA_MAX_BYTES / Long.BYTES];
    private final MemorySegment dataSegment = MemorySegment.ofArray(data);
    private long requestDataBytes;
    private long replyDataBytes;
    int status = 200;
    int shard = 1;

    /** Sets the sound of the request. */
    void sound(float[] pcm, int samples) {
        MemorySegment.copy(pcm, 0, dataSegment, ValueLayout.JAVA_FLOAT, 0, samples);
        requestDataBytes = (long) samples * Float.BYTES;
    }

    /** Sets the data of the request. */
    void data(MemorySegment from, long bytes) {
        MemorySegment.copy(from, 0, dataSegment, 0, bytes);
        requestDataBytes = bytes;
    }

    /** The data of the reply. */
    MemorySegment replySegment() {
        return dataSegment.asSlice(0, replyDataBytes);
    }

    /** Makes it ready for the next call. */
    void begin() {
        request.reset();
        requestDataBytes = 0;
        shard = 1;
        resetReply();
    }

    /** The first {@code samples} samples of the reply. */
    float[] replySound(int samples) {
        float[] sound = new float[samples];
        MemorySegment.copy(dataSegment, ValueLayout.JAVA_FLOAT, 0, sound, 0, samples);
        return sound;
    }

    /** What follows {@code samples} samples in the reply. */
    byte[] replyRest(int samples) {
        long from = (long) samples * Float.BYTES;
        return dataSegment.asSlice(from, replyDataBytes - from).toArray(ValueLayout.JAVA_BYTE);
    }

    long replyDataBytes() {
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
