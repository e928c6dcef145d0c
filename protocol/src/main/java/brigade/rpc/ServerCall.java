package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.DATA_BYTES;

import brigade.wire.WireException;
import brigade.wire.WireLimits;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The call being answered: one object for all, pointed at a session's request. A reply's data of one part is written
 * straight into the buffer, a longer one into a space of its own. Agent thread only.
 */
final class ServerCall implements RpcCall {
    /** HTTP's "internal server error": our fault, told to this caller alone. */
    private static final int STATUS_FAULT = 500;

    private static final int STATUS_OK = 200;

    private final JsonOutput json = new JsonOutput();
    private @Nullable MemorySegment longData;

    private int shard;
    private byte[] requestJson = new byte[0];
    private int requestJsonBytes;
    private MemorySegment requestData = MemorySegment.NULL;
    private long requestDataBytes;
    private MemorySegment bufferData = MemorySegment.NULL;
    private MemorySegment replyData = MemorySegment.NULL;
    private int replyDataBytes;
    private int status;

    /** Points it at a request; {@code buffer} is where a short reply's data goes. */
    void begin(int shard, MemorySegment buffer, byte[] json, int jsonBytes, MemorySegment data, long dataBytes) {
        this.shard = shard;
        requestJson = json;
        requestJsonBytes = jsonBytes;
        requestData = data;
        requestDataBytes = dataBytes;
        bufferData = buffer;
        resetReply();
    }

    /** Lets {@code handler} answer; whatever it throws becomes the reply. */
    void answer(RpcHandler handler, RpcPollerEvents events) {
        try {
            handler.handle(this);
        } catch (WireException e) {
            refuse(e.status(), String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // Nothing may be relied on after it: the process ends and is started again.
            throw e;
        } catch (Throwable e) {
            events.failed("answering a call", e);
            refuse(STATUS_FAULT, "the state server failed to answer this; it wrote why to its log");
        }
        events.answered(status);
    }

    /** Makes the reply an error with one line. */
    void refuse(int errorStatus, String message) {
        resetReply();
        status = errorStatus;
        byte[] text = ErrorJson.message(message);
        json.write(text, 0, text.length);
    }

    int status() {
        return status;
    }

    JsonOutput json() {
        return json;
    }

    /** What the handler filled. */
    MemorySegment replyData() {
        return replyData;
    }

    int replyDataBytes() {
        return replyDataBytes;
    }

    @Override
    public int shard() {
        return shard;
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
        return requestData;
    }

    @Override
    public long requestDataBytes() {
        return requestDataBytes;
    }

    @Override
    public OutputStream replyJson() {
        return json;
    }

    @Override
    public MemorySegment replyData(long bytes) {
        if (bytes < 0 || bytes > WireLimits.RPC_DATA_MAX_BYTES) {
            throw new IllegalArgumentException("a reply with " + bytes + " bytes of data");
        }
        replyDataBytes = (int) bytes;
        replyData = bytes <= DATA_BYTES ? bufferData : longData();
        return replyData;
    }

    private MemorySegment longData() {
        MemorySegment space = longData;
        if (space == null) {
            space = Arena.ofAuto().allocate(WireLimits.RPC_DATA_MAX_BYTES, Long.BYTES);
            longData = space;
        }
        return space;
    }

    @Override
    public void status(int status) {
        this.status = status;
    }

    @Override
    public void resetReply() {
        status = STATUS_OK;
        json.reset();
        replyData = bufferData;
        replyDataBytes = 0;
    }
}
