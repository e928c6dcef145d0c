package brigade.stress.bench;

import brigade.rpc.RpcCall;
import brigade.wire.WireLimits;
import brigade.wire.json.JsonBuffer;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A call in native memory as a shard's buffer has it, without the wait: the reply's data lies over the request's. */
final class BenchCall implements RpcCall {
    final JsonBuffer request = new JsonBuffer(4_096);
    final JsonBuffer reply = new JsonBuffer(4_096);
    private final MemorySegment data = Arena.ofAuto().allocate(WireLimits.RPC_DATA_MAX_BYTES, 64);
    private MemorySegment requestData = data;

    /** Says how many bytes of {@link #requestData()} belong to the request. */
    void requestDataBytes(long bytes) {
        requestData = data.asSlice(0, bytes);
    }

    @Override
    public int shard() {
        return 1;
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
        return requestData;
    }

    @Override
    public long requestDataBytes() {
        return requestData.byteSize();
    }

    @Override
    public OutputStream replyJson() {
        return reply;
    }

    @Override
    public MemorySegment replyData(long bytes) {
        return data.asSlice(0, bytes);
    }

    @Override
    public void status(int status) {
        throw new IllegalStateException("status " + status);
    }

    @Override
    public void resetReply() {
        reply.reset();
    }
}
