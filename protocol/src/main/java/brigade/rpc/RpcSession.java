package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import brigade.wire.WireLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one attached buffer: puts a request together, lets it be answered, hands out the reply part by
 * part. Trusts no number it reads. Made by the attaching thread, then the agent's alone.
 */
final class RpcSession {
    private static final int STATUS_MALFORMED = 400;
    private static final int STATUS_FAULT = 500;
    private static final byte[] NO_JSON = {};

    private final Path file;
    private final Arena arena;
    private final RpcBuffer buffer;
    private final MemorySegment memory;
    private final MemorySegment data;
    private final int shard;
    private final LongSupplier nanoTime;
    private final byte[] shortJson = new byte[JSON_BYTES];

    // A request of several parts on its way in.
    private int assemblingCall;
    private int partsTaken;
    private byte[] longJson = NO_JSON;
    private @Nullable MemorySegment longData;

    // A reply of several parts on its way out.
    private int replyingCall;
    private int partsSent;
    private int partsOfReply;
    private byte[] replyJson = NO_JSON;
    private MemorySegment replyData = MemorySegment.NULL;

    /** @param arena the mapping's owner; closed by {@link #unmap} */
    RpcSession(Path file, RpcBuffer buffer, Arena arena, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.file = file;
        this.arena = arena;
        this.buffer = buffer;
        memory = buffer.memory();
        data = memory.asSlice(DATA_OFFSET, DATA_BYTES);
        shard = buffer.shard();
    }

    Path file() {
        return file;
    }

    int shard() {
        return shard;
    }

    RpcBuffer buffer() {
        return buffer;
    }

    /** Gives the memory back. Attaching thread, once the agent has let go. */
    void unmap() {
        arena.close();
    }

    /** Takes the server's turn if it is the server's. Returns what came of it. */
    Turn serve(long generation, ServerCall call, RpcHandler handler, RpcPollerEvents events, Futex futex) {
        if (buffer.observeTurn() != TURN_SERVER) {
            return Turn.NONE;
        }
        if (buffer.serverGeneration() != generation) {
            return again(generation, events, futex);
        }
        return switch (buffer.kind()) {
            case KIND_REQUEST -> takeRequest(generation, call, handler, events, futex);
            case KIND_NEXT -> sendNext(generation, events, futex);
            default -> malformed(call, events, futex, "a message of unknown kind");
        };
    }

    /** What one look at a buffer came to. */
    enum Turn {
        /** It was not our turn. */
        NONE,
        /** Answered; the shard was awake. */
        SERVED,
        /** Answered; the shard slept and had to be woken. */
        SERVED_AND_WOKE
    }

    private Turn takeRequest(
            long generation, ServerCall call, RpcHandler handler, RpcPollerEvents events, Futex futex) {
        int number = buffer.callNumber();
        int index = buffer.partIndex();
        if (index == 0) {
            buffer.awakeNs(nanoTime.getAsLong());
        }
        int jsonTotal = buffer.jsonTotal();
        int dataTotal = buffer.dataTotal();
        int jsonHere = buffer.jsonLength();
        int dataHere = buffer.dataLength();
        if (jsonTotal < 0
                || jsonTotal > WireLimits.RPC_JSON_MAX_BYTES
                || dataTotal < 0
                || dataTotal > WireLimits.RPC_DATA_MAX_BYTES) {
            return malformed(call, events, futex, "a message over the limits");
        }
        int parts = parts(jsonTotal, dataTotal);
        if (index < 0
                || index >= parts
                || buffer.partCount() != parts
                || jsonHere != jsonInPart(jsonTotal, index)
                || dataHere != dataInPart(dataTotal, index)) {
            return malformed(call, events, futex, "a message whose lengths contradict each other");
        }
        if (parts == 1) {
            MemorySegment.copy(memory, JAVA_BYTE, JSON_OFFSET, shortJson, 0, jsonHere);
            call.begin(shard, data, shortJson, jsonHere, data, dataHere);
        } else {
            if (index == 0) {
                assemblingCall = number;
                partsTaken = 0;
            } else if (number != assemblingCall || index != partsTaken) {
                return again(generation, events, futex);
            }
            MemorySegment assembled = takePart(index, jsonTotal, dataTotal);
            if (partsTaken < parts) {
                buffer.kind(KIND_MORE);
                return handBack(futex);
            }
            call.begin(shard, data, longJson, jsonTotal, assembled, dataTotal);
        }
        call.answer(handler, events);
        return reply(call, number, futex);
    }

    private MemorySegment takePart(int index, int jsonTotal, int dataTotal) {
        if (longJson.length < jsonTotal) {
            longJson = Arrays.copyOf(longJson, jsonTotal);
        }
        MemorySegment assembled = longData;
        if (assembled == null) {
            assembled = Arena.ofAuto().allocate(WireLimits.RPC_DATA_MAX_BYTES, Long.BYTES);
            longData = assembled;
        }
        MemorySegment.copy(
                memory, JAVA_BYTE, JSON_OFFSET, longJson, jsonStart(jsonTotal, index), jsonInPart(jsonTotal, index));
        MemorySegment.copy(data, 0, assembled, dataStart(dataTotal, index), dataInPart(dataTotal, index));
        partsTaken++;
        return assembled;
    }

    private Turn reply(ServerCall call, int number, Futex futex) {
        int jsonTotal = call.json().length();
        int dataTotal = call.replyDataBytes();
        partsOfReply = parts(jsonTotal, dataTotal);
        MemorySegment.copy(call.json().bytes(), 0, memory, JAVA_BYTE, JSON_OFFSET, jsonInPart(jsonTotal, 0));
        if (dataTotal > DATA_BYTES) {
            MemorySegment.copy(call.replyData(), 0, data, 0, DATA_BYTES);
        }
        if (partsOfReply > 1) {
            // Kept aside: before the shard has fetched all, other shards' calls reuse the call's memory.
            replyJson = Arrays.copyOf(call.json().bytes(), jsonTotal);
            replyData = dataTotal > DATA_BYTES ? copyOf(call.replyData(), dataTotal) : MemorySegment.NULL;
            replyingCall = number;
            partsSent = 1;
        }
        buffer.part(KIND_REPLY, 0, partsOfReply, jsonTotal, dataTotal);
        buffer.status(call.status());
        return handBack(futex);
    }

    private static MemorySegment copyOf(MemorySegment source, int bytes) {
        MemorySegment copy = MemorySegment.ofArray(new byte[bytes]);
        MemorySegment.copy(source, 0, copy, 0, bytes);
        return copy;
    }

    private Turn sendNext(long generation, RpcPollerEvents events, Futex futex) {
        int index = buffer.partIndex();
        if (buffer.callNumber() != replyingCall || index != partsSent || index >= partsOfReply) {
            return again(generation, events, futex);
        }
        int jsonTotal = replyJson.length;
        int dataTotal = (int) replyData.byteSize();
        int jsonHere = jsonInPart(jsonTotal, index);
        MemorySegment.copy(replyJson, jsonStart(jsonTotal, index), memory, JAVA_BYTE, JSON_OFFSET, jsonHere);
        MemorySegment.copy(replyData, dataStart(dataTotal, index), data, 0, dataInPart(dataTotal, index));
        buffer.part(KIND_REPLY, index, partsOfReply, jsonTotal, dataTotal);
        partsSent++;
        if (partsSent == partsOfReply) {
            replyJson = NO_JSON;
            replyData = MemorySegment.NULL;
        }
        return handBack(futex);
    }

    private Turn again(long generation, RpcPollerEvents events, Futex futex) {
        buffer.kind(KIND_AGAIN);
        buffer.serverGeneration(generation);
        events.handedBack();
        return handBack(futex);
    }

    private Turn malformed(ServerCall call, RpcPollerEvents events, Futex futex, String what) {
        call.begin(shard, data, NO_JSON, 0, data, 0);
        call.refuse(STATUS_MALFORMED, what);
        events.failed("reading " + file.getFileName(), new RpcFormatException(what));
        events.answered(STATUS_MALFORMED);
        return reply(call, 0, futex);
    }

    /** Ends a turn that broke in our own hands with a 500, so that its caller need not wait for a time-out. */
    void giveUp(ServerCall call, Futex futex) {
        if (buffer.observeTurn() == TURN_SERVER) {
            call.begin(shard, data, NO_JSON, 0, data, 0);
            call.refuse(STATUS_FAULT, "the state server failed to read this; it wrote why to its log");
            reply(call, 0, futex);
        }
    }

    private Turn handBack(Futex futex) {
        return buffer.handBack(futex) ? Turn.SERVED_AND_WOKE : Turn.SERVED;
    }
}
