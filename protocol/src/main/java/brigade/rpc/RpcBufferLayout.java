package brigade.rpc;

import static brigade.wire.WireLimits.RPC_DATA_MAX_BYTES;
import static brigade.wire.WireLimits.RPC_JSON_MAX_BYTES;

/**
 * Where everything lies in {@code shard-NN.rpc}. The only class with offsets of that file; native byte order, all
 * fields aligned to their size, words that different sides write or wait on 128 bytes apart (two cache lines: x86
 * prefetches in pairs).
 *
 * <pre>
 *       0  magic u64 | version u32 | file bytes u32 | shard u32 | pid u32, for people | shard generation u64
 *     128  shard's heartbeat i64                                                        written by the shard
 *     256  generation of the server that polls this file u64, 0 = none                  written by the server
 *     384  server generation the call is for u64 | call number u32 | kind u32           written by whose turn it is
 *     400  part index u32 | part count u32 | status u32 | (free) u32
 *     416  JSON bytes of the whole message u32 | data bytes of the whole message u32
 *     424  when the server took the call i64, for measurements                          written by the server
 *     512  turn u32: 0 shard, 1 server                                                  futex word of the shard
 *     640  shard sleeps on turn u32                                                     written by the shard
 *     768  JSON bytes of this part u32 | (free) u32
 *     776  JSON, 10,000 bytes
 *   10776  data bytes of this part u32 | (free) u32
 *   10784  data, 200,000 bytes
 *  210784  end, filled up to whole pages
 * </pre>
 */
final class RpcBufferLayout {
    /** "BRIG_RPC" as bytes on a little-endian machine; a machine of the other order refuses the file. */
    static final long MAGIC = 0x4350525F_47495242L;

    static final int VERSION = 1;

    static final long MAGIC_OFFSET = 0;
    static final long VERSION_OFFSET = 8;
    static final long FILE_BYTES_OFFSET = 12;
    static final long SHARD_OFFSET = 16;
    static final long PID_OFFSET = 20;
    static final long SHARD_GENERATION_OFFSET = 24;

    static final long SHARD_HEARTBEAT_OFFSET = 128;
    static final long POLLED_BY_OFFSET = 256;

    static final long SERVER_GENERATION_OFFSET = 384;
    static final long CALL_NUMBER_OFFSET = 392;
    static final long KIND_OFFSET = 396;
    static final long PART_INDEX_OFFSET = 400;
    static final long PART_COUNT_OFFSET = 404;
    static final long STATUS_OFFSET = 408;
    static final long JSON_TOTAL_OFFSET = 416;
    static final long DATA_TOTAL_OFFSET = 420;
    static final long AWAKE_NS_OFFSET = 424;

    static final long TURN_OFFSET = 512;
    static final long SHARD_SLEEPS_OFFSET = 640;

    static final long JSON_LENGTH_OFFSET = 768;
    static final long JSON_OFFSET = 776;
    static final int JSON_BYTES = 10_000;
    static final long DATA_LENGTH_OFFSET = 10_776;
    static final long DATA_OFFSET = 10_784;
    static final int DATA_BYTES = 200_000;

    /** Whole file: 52 pages. */
    static final int FILE_BYTES = 212_992;

    static final int TURN_SHARD = 0;
    static final int TURN_SERVER = 1;

    /** Shard to server: a part of a request. */
    static final int KIND_REQUEST = 1;

    /** Shard to server: the next part of the reply, please. */
    static final int KIND_NEXT = 2;

    /** Server to shard: a part of the reply. */
    static final int KIND_REPLY = 3;

    /** Server to shard: the next part of the request, please. */
    static final int KIND_MORE = 4;

    /** Server to shard: not executed by me; send the whole call again, addressed to the generation in the header. */
    static final int KIND_AGAIN = 5;

    /** Parts of the longest message. */
    static final int PARTS_MAX = parts(RPC_JSON_MAX_BYTES, RPC_DATA_MAX_BYTES);

    private RpcBufferLayout() {}

    /** Parts that a message needs; at least one. */
    static int parts(long jsonBytes, long dataBytes) {
        long parts = Math.max(Math.ceilDiv(jsonBytes, JSON_BYTES), Math.ceilDiv(dataBytes, DATA_BYTES));
        return (int) Math.max(1, parts);
    }

    /** Where in a message's JSON part {@code index} begins; its end for parts without JSON. */
    static int jsonStart(int total, int index) {
        return Math.clamp((long) index * JSON_BYTES, 0, total);
    }

    /** Where in a message's data part {@code index} begins; its end for parts without data. */
    static int dataStart(int total, int index) {
        return Math.clamp((long) index * DATA_BYTES, 0, total);
    }

    /** Bytes of JSON that part {@code index} of a message with {@code total} bytes of JSON carries. */
    static int jsonInPart(int total, int index) {
        return Math.clamp((long) total - (long) index * JSON_BYTES, 0, JSON_BYTES);
    }

    /** Bytes of data that part {@code index} of a message with {@code total} bytes of data carries. */
    static int dataInPart(int total, int index) {
        return Math.clamp((long) total - (long) index * DATA_BYTES, 0, DATA_BYTES);
    }
}
