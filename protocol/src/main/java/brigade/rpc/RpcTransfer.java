package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/**
 * The shard's side of one buffer's messages: cuts a request into parts and puts a reply together. Used under the
 * client's lock, only while it is the shard's turn.
 */
final class RpcTransfer {
    /** One turn of the server: hands the buffer over and returns when it is back, or throws. */
    @FunctionalInterface
    interface Turn {
        void take();
    }

    private final RpcBuffer buffer;
    private final MemorySegment memory;
    private int callNumber;

    RpcTransfer(RpcBuffer buffer) {
        this.buffer = buffer;
        this.memory = buffer.memory();
    }

    /** Number of the latest call; for messages to people. */
    int callNumber() {
        return callNumber;
    }

    /**
     * Sends the whole request and fetches the whole reply, addressed to the server of {@code generation}.
     *
     * @return false when the server asks for the call again; {@link #generation()} is then its generation
     */
    boolean call(Turn turn, long generation, byte[] json, int jsonBytes, float[] pcm, int samples, RpcReply reply) {
        callNumber++;
        buffer.serverGeneration(generation);
        buffer.callNumber(callNumber);
        return send(turn, json, jsonBytes, pcm, samples) && receive(turn, reply);
    }

    /** Generation in the header. */
    long generation() {
        return buffer.serverGeneration();
    }

    private boolean send(Turn turn, byte[] json, int jsonBytes, float[] pcm, int samples) {
        int dataBytes = samples * Float.BYTES;
        int parts = parts(jsonBytes, dataBytes);
        for (int part = 0; part < parts; part++) {
            buffer.part(KIND_REQUEST, part, parts, jsonBytes, dataBytes);
            int jsonHere = jsonInPart(jsonBytes, part);
            MemorySegment.copy(json, jsonStart(jsonBytes, part), memory, JAVA_BYTE, JSON_OFFSET, jsonHere);
            int floatsHere = dataInPart(dataBytes, part) / Float.BYTES;
            MemorySegment.copy(
                    pcm, dataStart(dataBytes, part) / Float.BYTES, memory, JAVA_FLOAT, DATA_OFFSET, floatsHere);
            turn.take();
            boolean last = part == parts - 1;
            int kind = buffer.kind();
            // A server may refuse a request at its first part: a reply is an end at any part.
            if (kind == KIND_REPLY) {
                return true;
            }
            if (last || kind != KIND_MORE) {
                return false;
            }
        }
        return false;
    }

    private boolean receive(Turn turn, RpcReply reply) {
        int jsonTotal = buffer.jsonTotal();
        int dataTotal = buffer.dataTotal();
        reply.begin(buffer.status(), jsonTotal, dataTotal);
        int parts = parts(jsonTotal, dataTotal);
        for (int part = 0; ; part++) {
            int jsonHere = jsonInPart(jsonTotal, part);
            MemorySegment.copy(memory, JAVA_BYTE, JSON_OFFSET, reply.json(), jsonStart(jsonTotal, part), jsonHere);
            MemorySegment.copy(
                    memory, DATA_OFFSET, reply.data(), dataStart(dataTotal, part), dataInPart(dataTotal, part));
            if (part == parts - 1) {
                return true;
            }
            buffer.part(KIND_NEXT, part + 1, parts, 0, 0);
            turn.take();
            if (buffer.kind() != KIND_REPLY || buffer.partIndex() != part + 1) {
                return false;
            }
        }
    }
}
