package brigade.stress.bench;

import brigade.rpc.RpcCall;
import brigade.rpc.RpcHandler;
import brigade.shard.exchange.StateCall;
import brigade.wire.WireException;
import brigade.wire.WireLimits;
import brigade.wire.json.JsonBuffer;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A shard's call answered in the same thread: what shared memory carries, without the wait. The reply's data lies over
 * the request's, as in the shared buffer. One thread.
 */
public final class HouseCall implements StateCall, RpcCall {
    private final RpcHandler house;
    private final JsonBuffer reply = new JsonBuffer(4_096);
    private final MemorySegment data = MemorySegment.ofArray(new long[WireLimits.RPC_DATA_MAX_BYTES / Long.BYTES]);
    private byte[] requestJson = new byte[0];
    private int requestJsonBytes;
    private long requestDataBytes;
    private long replyDataBytes;
    private int status = 200;

    /** Asks that house. */
    public HouseCall(RpcHandler house) {
        this.house = house;
    }

    @Override
    public void send(byte[] json, int jsonBytes, float[] pcm, int samples) {
        requestJson = json;
        requestJsonBytes = jsonBytes;
        requestDataBytes = (long) samples * Float.BYTES;
        MemorySegment.copy(pcm, 0, data, ValueLayout.JAVA_FLOAT, 0, samples);
        resetReply();
        try {
            house.handle(this);
        } catch (WireException e) {
            throw new IllegalStateException("the house refused: " + e.getMessage(), e);
        }
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public byte[] json() {
        return reply.bytes();
    }

    @Override
    public int jsonBytes() {
        return reply.length();
    }

    @Override
    public int dataBytes() {
        return (int) replyDataBytes;
    }

    @Override
    public void copySamples(float[] target, int samples) {
        MemorySegment.copy(data, ValueLayout.JAVA_FLOAT, 0, target, 0, samples);
    }

    @Override
    public void copyBytes(int offset, byte[] target, int index, int bytes) {
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, offset, target, index, bytes);
    }

    @Override
    public int shard() {
        return 1;
    }

    @Override
    public byte[] requestJson() {
        return requestJson;
    }

    @Override
    public int requestJsonBytes() {
        return requestJsonBytes;
    }

    @Override
    public MemorySegment requestData() {
        return data.asSlice(0, requestDataBytes);
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
        replyDataBytes = bytes;
        return data.asSlice(0, bytes);
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
