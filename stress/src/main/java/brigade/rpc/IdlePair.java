package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.TURN_SERVER;
import static brigade.rpc.RpcBufferLayout.TURN_SHARD;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * A shard and a server that do nothing but wait for each other, in one process, through the product's buffer and
 * doorbell; how they wait is chosen. One caller at a time.
 */
public final class IdlePair {
    /** Ways to wait. */
    public enum Idle {
        /** Looks all the time: fastest while there is a core for each. */
        BUSY_SPIN(Integer.MAX_VALUE, true),
        /** Looks 200 times, then parks in growing steps: what one does without a futex. */
        SPIN_THEN_PARK(RpcClient.SPINS, false),
        /** Sleeps in the futex at once. */
        FUTEX(0, true),
        /** Looks 200 times, not after a wake, then the futex: the product's way. */
        SPIN_THEN_FUTEX(RpcClient.SPINS, true);

        private final int spins;
        private final boolean kernel;

        Idle(int spins, boolean kernel) {
            this.spins = spins;
            this.kernel = kernel;
        }
    }

    /** A wait ends at least so often, so that closing is noticed. */
    private static final long LOOK_NS = 100_000_000;

    private static final int BUFFER_BYTES = 1_024;

    private final RpcBuffer buffer = new RpcBuffer(Arena.ofAuto().allocate(BUFFER_BYTES, 128));
    private final ServerFile file =
            new ServerFile(Path.of("idle"), Arena.ofAuto().allocate(BUFFER_BYTES, 128));
    private final Idle idle;
    private final Futex shardFutex;
    private final Futex serverFutex;
    private final Thread server;
    private volatile boolean closed;

    /** Starts the server's thread. */
    public IdlePair(Idle idle) {
        this.idle = idle;
        shardFutex = futex(idle);
        serverFutex = futex(idle);
        server = Thread.ofPlatform().daemon().name("idle-server").start(this::serve);
    }

    private static Futex futex(Idle idle) {
        return idle.kernel ? Futex.create(System::nanoTime) : new ParkingFutex(System::nanoTime);
    }

    /** Hands over, rings, and waits for the turn. */
    public void call() {
        buffer.callNumber(buffer.callNumber() + 1);
        buffer.handOver(TURN_SERVER);
        boolean woke = file.ring(shardFutex);
        for (int i = 0; !woke && i < idle.spins; i++) {
            if (buffer.observeTurn() == TURN_SHARD) {
                return;
            }
            Thread.onSpinWait();
        }
        buffer.shardSleeps(true);
        while (buffer.observeTurn() == TURN_SERVER) {
            buffer.sleepOnTurn(shardFutex, LOOK_NS);
        }
        buffer.shardSleeps(false);
    }

    private void serve() {
        while (!closed) {
            int seen = file.doorbell();
            boolean woke = false;
            if (buffer.observeTurn() == TURN_SERVER) {
                woke = buffer.handBack(serverFutex);
            }
            if (!spin(seen, woke)) {
                file.serverSleeps(true);
                if (file.doorbell() == seen) {
                    file.sleepOnDoorbell(serverFutex, seen, LOOK_NS);
                }
                file.serverSleeps(false);
            }
        }
    }

    /** Whether the doorbell rang while it looked. */
    private boolean spin(int seen, boolean woke) {
        for (int i = 0; !woke && i < idle.spins && !closed; i++) {
            if (file.doorbell() != seen) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Ends the server's thread. */
    public void close() throws InterruptedException {
        closed = true;
        file.ring(shardFutex);
        server.join();
    }
}
