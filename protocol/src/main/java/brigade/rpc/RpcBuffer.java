package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A mapped {@code shard-NN.rpc}. {@link #handOver} and {@link #observeTurn} carry the memory order of everything else:
 * header and payload are plain memory, to be touched only by the side whose turn it is.
 *
 * <p>The words both sides use at any time (turn, sleeper's flag, heartbeat, polled-by) are volatile.
 */
final class RpcBuffer {
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private final MemorySegment memory;

    RpcBuffer(MemorySegment memory) {
        this.memory = memory;
    }

    /** Writes a new, empty buffer into zeroed {@code memory}. */
    static void format(MemorySegment memory, int shard, long generation, int pid, long nowNs) {
        memory.set(JAVA_INT, VERSION_OFFSET, VERSION);
        memory.set(JAVA_INT, FILE_BYTES_OFFSET, FILE_BYTES);
        memory.set(JAVA_INT, SHARD_OFFSET, shard);
        memory.set(JAVA_INT, PID_OFFSET, pid);
        memory.set(JAVA_LONG, SHARD_GENERATION_OFFSET, generation);
        memory.set(JAVA_LONG, SHARD_HEARTBEAT_OFFSET, nowNs);
        memory.set(JAVA_LONG, MAGIC_OFFSET, MAGIC);
    }

    /**
     * Maps an existing file.
     *
     * @throws RpcFormatException when magic, version or size is not ours
     */
    static RpcBuffer map(Path file, Arena arena) throws IOException, RpcFormatException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Beyond the file's end a mapping is a SIGBUS: the size is checked before the first byte is read.
            if (channel.size() != FILE_BYTES) {
                throw new RpcFormatException(file + " has " + channel.size() + " bytes, not " + FILE_BYTES);
            }
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES, arena);
            if (memory.get(JAVA_LONG, MAGIC_OFFSET) != MAGIC) {
                throw new RpcFormatException(file + " is no RPC buffer (wrong magic)");
            }
            int version = memory.get(JAVA_INT, VERSION_OFFSET);
            if (version != VERSION || memory.get(JAVA_INT, FILE_BYTES_OFFSET) != FILE_BYTES) {
                throw new RpcFormatException(file + " has version " + version + ", not " + VERSION);
            }
            return new RpcBuffer(memory);
        }
    }

    /** Generation of the shard whose file lies at {@code file} now, without mapping it. */
    static long generationIn(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            if (channel.read(number, SHARD_GENERATION_OFFSET) != Long.BYTES) {
                throw new EOFException(file + " is too short");
            }
            return number.getLong(0);
        }
    }

    /** Whose turn it is; after this the other side's writes are seen. */
    int observeTurn() {
        return (int) INT.getVolatile(memory, TURN_OFFSET);
    }

    /** Gives the buffer to the other side, with all that was written. A full fence: flags read after it are fresh. */
    void handOver(int turn) {
        INT.setVolatile(memory, TURN_OFFSET, turn);
    }

    /** Hands the buffer back to the shard. Returns whether the shard slept and was woken. */
    boolean handBack(Futex futex) {
        handOver(TURN_SHARD);
        if ((int) INT.getVolatile(memory, SHARD_SLEEPS_OFFSET) == 0) {
            return false;
        }
        futex.wake(memory, TURN_OFFSET);
        return true;
    }

    /** The shard says whether it is about to sleep; it looks at the turn once more after saying so. */
    void shardSleeps(boolean sleeps) {
        INT.setVolatile(memory, SHARD_SLEEPS_OFFSET, sleeps ? 1 : 0);
    }

    /** Sleeps, at most {@code timeoutNs}, while it is the server's turn. May return early. */
    void sleepOnTurn(Futex futex, long timeoutNs) {
        futex.await(memory, TURN_OFFSET, TURN_SERVER, timeoutNs);
    }

    void shardHeartbeat(long nowNs) {
        LONG.setVolatile(memory, SHARD_HEARTBEAT_OFFSET, nowNs);
    }

    long shardHeartbeat() {
        return (long) LONG.getVolatile(memory, SHARD_HEARTBEAT_OFFSET);
    }

    /** Generation of the server that polls this buffer; 0 when none. */
    long polledBy() {
        return (long) LONG.getVolatile(memory, POLLED_BY_OFFSET);
    }

    void polledBy(long serverGeneration) {
        LONG.setVolatile(memory, POLLED_BY_OFFSET, serverGeneration);
    }

    int shard() {
        return memory.get(JAVA_INT, SHARD_OFFSET);
    }

    long shardGeneration() {
        return memory.get(JAVA_LONG, SHARD_GENERATION_OFFSET);
    }

    // Plain from here: only for the side whose turn it is. ------------------------------------------------------

    long serverGeneration() {
        return memory.get(JAVA_LONG, SERVER_GENERATION_OFFSET);
    }

    void serverGeneration(long generation) {
        memory.set(JAVA_LONG, SERVER_GENERATION_OFFSET, generation);
    }

    int callNumber() {
        return memory.get(JAVA_INT, CALL_NUMBER_OFFSET);
    }

    void callNumber(int number) {
        memory.set(JAVA_INT, CALL_NUMBER_OFFSET, number);
    }

    int kind() {
        return memory.get(JAVA_INT, KIND_OFFSET);
    }

    void kind(int kind) {
        memory.set(JAVA_INT, KIND_OFFSET, kind);
    }

    int partIndex() {
        return memory.get(JAVA_INT, PART_INDEX_OFFSET);
    }

    int partCount() {
        return memory.get(JAVA_INT, PART_COUNT_OFFSET);
    }

    int status() {
        return memory.get(JAVA_INT, STATUS_OFFSET);
    }

    void status(int status) {
        memory.set(JAVA_INT, STATUS_OFFSET, status);
    }

    int jsonTotal() {
        return memory.get(JAVA_INT, JSON_TOTAL_OFFSET);
    }

    int dataTotal() {
        return memory.get(JAVA_INT, DATA_TOTAL_OFFSET);
    }

    int jsonLength() {
        return memory.get(JAVA_INT, JSON_LENGTH_OFFSET);
    }

    int dataLength() {
        return memory.get(JAVA_INT, DATA_LENGTH_OFFSET);
    }

    /** When the server took the latest call, by CLOCK_MONOTONIC. */
    long awakeNs() {
        return memory.get(JAVA_LONG, AWAKE_NS_OFFSET);
    }

    void awakeNs(long nowNs) {
        memory.set(JAVA_LONG, AWAKE_NS_OFFSET, nowNs);
    }

    /** Header of one part of a message; its lengths follow from the totals. */
    void part(int kind, int index, int count, int jsonTotal, int dataTotal) {
        memory.set(JAVA_INT, KIND_OFFSET, kind);
        memory.set(JAVA_INT, PART_INDEX_OFFSET, index);
        memory.set(JAVA_INT, PART_COUNT_OFFSET, count);
        memory.set(JAVA_INT, JSON_TOTAL_OFFSET, jsonTotal);
        memory.set(JAVA_INT, DATA_TOTAL_OFFSET, dataTotal);
        memory.set(JAVA_INT, JSON_LENGTH_OFFSET, jsonInPart(jsonTotal, index));
        memory.set(JAVA_INT, DATA_LENGTH_OFFSET, dataInPart(dataTotal, index));
    }

    /** The whole file, for copying JSON and data in and out at the layout's offsets. */
    MemorySegment memory() {
        return memory;
    }
}
