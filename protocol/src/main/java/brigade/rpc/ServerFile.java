package brigade.rpc;

import static brigade.rpc.ServerFileLayout.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import brigade.audio.ClockAnchor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The mapped {@code state.bin}: the server's generation and heartbeat, the clock's anchor, and the doorbell that all
 * shards ring. Any thread; all words are volatile but the anchor, which is written before the file is seen.
 *
 * <p>A restarted server takes the same file over, so that shards keep their mapping and the clock goes on.
 */
public final class ServerFile {
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private final Path path;
    private final MemorySegment memory;

    /** Over memory that is mapped or, in race tests, made up. */
    ServerFile(Path path, MemorySegment memory) {
        this.path = path;
        this.memory = memory;
    }

    /**
     * For the state server: takes the file in {@code runDir} over, or makes a new one when there is none or it is not
     * ours, and starts a new generation. The anchor stays while the machine has not been booted since.
     *
     * @param monotonicNs the monotonic clock
     * @param unixNs the wall clock; read for the generation and, when there is no anchor, for that
     */
    public static ServerFile takeOver(Path runDir, LongSupplier monotonicNs, LongSupplier unixNs) throws IOException {
        return takeOver(runDir, monotonicNs, unixNs, BootId.current());
    }

    static ServerFile takeOver(Path runDir, LongSupplier monotonicNs, LongSupplier unixNs, UUID bootId)
            throws IOException {
        Files.createDirectories(runDir);
        Path path = RunDir.stateFile(runDir);
        long nowUnixNs = unixNs.getAsLong();
        long nowMonotonicNs = monotonicNs.getAsLong();
        ServerFile file;
        try {
            file = open(path);
            if (!file.anchor().isOfBoot(bootId)) {
                file = create(path, new ClockAnchor(bootId, nowUnixNs, nowMonotonicNs));
            }
        } catch (NoSuchFileException | RpcFormatException e) {
            file = create(path, new ClockAnchor(bootId, nowUnixNs, nowMonotonicNs));
        }
        file.memory.set(JAVA_INT, PID_OFFSET, (int) ProcessHandle.current().pid());
        file.heartbeat(nowMonotonicNs);
        // Larger than every earlier one; the wall clock makes it differ also from those of a file that was deleted.
        LONG.setVolatile(file.memory, GENERATION_OFFSET, Math.max(file.generation() + 1, nowUnixNs));
        return file;
    }

    /**
     * Maps the file of a state server.
     *
     * @throws NoSuchFileException when there is none
     * @throws RpcFormatException when magic, version or size is not ours
     */
    public static ServerFile open(Path path) throws IOException, RpcFormatException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != FILE_BYTES) {
                throw new RpcFormatException(path + " has " + channel.size() + " bytes, not " + FILE_BYTES);
            }
            // The collector unmaps it: 4 kB are not worth an owner, and shards replace it while a call may use it.
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES, Arena.ofAuto());
            if (memory.get(JAVA_LONG, MAGIC_OFFSET) != MAGIC) {
                throw new RpcFormatException(path + " is no state file (wrong magic)");
            }
            int version = memory.get(JAVA_INT, VERSION_OFFSET);
            if (version != VERSION || memory.get(JAVA_INT, FILE_BYTES_OFFSET) != FILE_BYTES) {
                throw new RpcFormatException(path + " has version " + version + ", not " + VERSION);
            }
            return new ServerFile(path, memory);
        }
    }

    private static ServerFile create(Path path, ClockAnchor anchor) throws IOException {
        MemorySegment memory = NewFile.create(path, FILE_BYTES, Arena.ofAuto(), fresh -> {
            fresh.set(JAVA_INT, VERSION_OFFSET, VERSION);
            fresh.set(JAVA_INT, FILE_BYTES_OFFSET, FILE_BYTES);
            fresh.set(JAVA_LONG, BOOT_ID_HIGH_OFFSET, anchor.bootId().getMostSignificantBits());
            fresh.set(JAVA_LONG, BOOT_ID_LOW_OFFSET, anchor.bootId().getLeastSignificantBits());
            fresh.set(JAVA_LONG, ANCHOR_UNIX_OFFSET, anchor.unixNs());
            fresh.set(JAVA_LONG, ANCHOR_MONOTONIC_OFFSET, anchor.monotonicNs());
            fresh.set(JAVA_LONG, MAGIC_OFFSET, MAGIC);
        });
        return new ServerFile(path, memory);
    }

    /** Where it lies. */
    public Path path() {
        return path;
    }

    /** The clock's anchor, shared by all processes of this boot. */
    public ClockAnchor anchor() {
        return new ClockAnchor(
                new UUID(memory.get(JAVA_LONG, BOOT_ID_HIGH_OFFSET), memory.get(JAVA_LONG, BOOT_ID_LOW_OFFSET)),
                memory.get(JAVA_LONG, ANCHOR_UNIX_OFFSET),
                memory.get(JAVA_LONG, ANCHOR_MONOTONIC_OFFSET));
    }

    /** Number of the running server's start; grows from start to start. */
    public long generation() {
        return (long) LONG.getVolatile(memory, GENERATION_OFFSET);
    }

    /** Monotonic clock at the server's last heartbeat. */
    public long heartbeat() {
        return (long) LONG.getVolatile(memory, HEARTBEAT_OFFSET);
    }

    /** Written by the server's agent, a few times a second. */
    public void heartbeat(long nowNs) {
        LONG.setVolatile(memory, HEARTBEAT_OFFSET, nowNs);
    }

    /** Doorbell's value; it changes with each ring. */
    int doorbell() {
        return (int) INT.getVolatile(memory, DOORBELL_OFFSET);
    }

    /**
     * Shard: tells the server that a buffer was handed over (before this call). Returns whether the server slept and
     * was woken.
     */
    boolean ring(Futex futex) {
        INT.getAndAdd(memory, DOORBELL_OFFSET, 1);
        if ((int) INT.getVolatile(memory, SERVER_SLEEPS_OFFSET) == 0) {
            return false;
        }
        futex.wake(memory, DOORBELL_OFFSET);
        return true;
    }

    /** The server says whether it is about to sleep; it looks at the doorbell once more after saying so. */
    void serverSleeps(boolean sleeps) {
        INT.setVolatile(memory, SERVER_SLEEPS_OFFSET, sleeps ? 1 : 0);
    }

    /** Server: sleeps, at most {@code timeoutNs}, while the doorbell is {@code seen}. May return early. */
    void sleepOnDoorbell(Futex futex, int seen, long timeoutNs) {
        futex.await(memory, DOORBELL_OFFSET, seen, timeoutNs);
    }

    /** How often shards asked to be found. */
    int attachCounter() {
        return (int) INT.getVolatile(memory, ATTACH_COUNTER_OFFSET);
    }

    /** Shard: asks the server to look for new files (ring afterwards). */
    void askToAttach() {
        INT.getAndAdd(memory, ATTACH_COUNTER_OFFSET, 1);
    }
}
