package brigade.rpc;

import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/**
 * One call as the state server sees it: the request, and the place for its reply. Owned by the poller, lent to a
 * {@link RpcHandler} for the length of one {@code handle}; agent thread only.
 *
 * <p>The reply's data may lie over the request's: read what you need before you ask for {@link #replyData}.
 */
public interface RpcCall {
    /** Number of the calling shard, from 1. */
    int shard();

    /** The request's JSON as UTF-8, valid up to {@link #requestJsonBytes()}; reused by later calls. */
    byte[] requestJson();

    /** Bytes of JSON in {@link #requestJson()}. */
    int requestJsonBytes();

    /** The request's data, native byte order, valid up to {@link #requestDataBytes()}; 8-aligned. */
    MemorySegment requestData();

    /** Bytes of data in {@link #requestData()}. */
    long requestDataBytes();

    /** Where the reply's JSON goes; at most {@code WireLimits.RPC_JSON_MAX_BYTES}. Allocates nothing once warm. */
    OutputStream replyJson();

    /**
     * Room for the reply's data, 8-aligned, native byte order; its content is undefined and the handler fills all
     * of the first {@code bytes}. It may be longer than asked.
     *
     * @param bytes how much, at most {@code WireLimits.RPC_DATA_MAX_BYTES}
     */
    MemorySegment replyData(long bytes);

    /** HTTP-like status of the reply; 200 unless told. With 4xx and 5xx the JSON is {@code {"message": "..."}}. */
    void status(int status);

    /** Forgets the reply so far: status 200, no JSON, no data. For turning a half-written reply into an error. */
    void resetReply();
}
