package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.JSON_OFFSET;
import static brigade.rpc.RpcBufferLayout.TURN_SERVER;
import static brigade.rpc.RpcBufferLayout.TURN_SHARD;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A shard's buffer and the server's file as far as the race tests need them, and the steps that both sides take, with the
 * product's own {@link RpcBuffer}, {@link ServerFile} and {@link Futex}. It lies in this package, in the tester's jar, to
 * reach them.
 */
public final class RaceBuffer {
    /** Up to the first bytes of JSON. */
    private static final int BUFFER_BYTES = 800;

    /** Up to the attach counter. */
    private static final int FILE_BYTES = 640;

    /** Longer than a race test takes: a wake-up that got lost is a test that hangs. */
    private static final long FOREVER_NS = 600_000_000_000L;

    private final RpcBuffer buffer;
    private final ServerFile file;
    private final Futex futex;

    private RaceBuffer(MemorySegment buffer, MemorySegment file, Futex futex) {
        this.buffer = new RpcBuffer(buffer);
        this.file = new ServerFile(Path.of("race"), file);
        this.futex = futex;
    }

    /** Without the kernel: tells who would sleep and who would wake. Cheap, for many millions. */
    public static RaceBuffer dry() {
        return new RaceBuffer(
                MemorySegment.ofArray(new long[BUFFER_BYTES / 8]),
                MemorySegment.ofArray(new long[FILE_BYTES / 8]),
                new ParkingFutex(System::nanoTime));
    }

    /** With the real futex, where there is one. */
    public static RaceBuffer real() {
        return new RaceBuffer(
                Arena.ofAuto().allocate(BUFFER_BYTES, 128),
                Arena.ofAuto().allocate(FILE_BYTES, 128),
                Futex.create(System::nanoTime));
    }

    /** Lets it be the server's turn from the start. */
    public RaceBuffer atServer() {
        buffer.handOver(TURN_SERVER);
        return this;
    }

    /** Shard: fills in a call and hands it over. */
    public void handOver(int callNumber, int payload) {
        buffer.callNumber(callNumber);
        buffer.memory().set(JAVA_INT, JSON_OFFSET, payload);
        buffer.handOver(TURN_SERVER);
    }

    /** Shard: rings after handing over; whether it found the server asleep and woke it. */
    public boolean ring() {
        return file.ring(futex);
    }

    /** Server: fills in an answer and hands it back; whether it found the shard asleep and woke it. */
    public boolean handBack(int status, int payload) {
        buffer.status(status);
        buffer.memory().set(JAVA_INT, JSON_OFFSET, payload);
        return buffer.handBack(futex);
    }

    /** Whether it is the server's turn. */
    public boolean isServersTurn() {
        return buffer.observeTurn() == TURN_SERVER;
    }

    /** Plain, for whose turn it is. */
    public int callNumber() {
        return buffer.callNumber();
    }

    /** Plain, for whose turn it is. */
    public int status() {
        return buffer.status();
    }

    /** Plain, for whose turn it is. */
    public int payload() {
        return buffer.memory().get(JAVA_INT, JSON_OFFSET);
    }

    /** Server: one duty cycle as in {@link RpcPoller}, without spinning; whether it would fall asleep. */
    public boolean serverWouldSleep() {
        int seen = file.doorbell();
        if (isServersTurn()) {
            return false;
        }
        file.serverSleeps(true);
        return file.doorbell() == seen;
    }

    /** Shard: waits as in {@link RpcClient}, without spinning; whether it would fall asleep. */
    public boolean shardWouldSleep() {
        buffer.shardSleeps(true);
        return buffer.observeTurn() == TURN_SERVER;
    }

    /** Server: sleeps until it has the turn. */
    public void awaitCall() {
        while (true) {
            int seen = file.doorbell();
            if (isServersTurn()) {
                return;
            }
            file.serverSleeps(true);
            if (file.doorbell() == seen) {
                file.sleepOnDoorbell(futex, seen, FOREVER_NS);
            }
            file.serverSleeps(false);
        }
    }

    /** Shard: sleeps until it has the turn. */
    public void awaitAnswer() {
        buffer.shardSleeps(true);
        while (buffer.observeTurn() != TURN_SHARD) {
            buffer.sleepOnTurn(futex, FOREVER_NS);
        }
        buffer.shardSleeps(false);
    }
}
