package brigade.rpc;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shards' files and maps them, on a thread of its own, so that the agent never touches the file system. What
 * it finds waits in a queue for the agent.
 */
final class ShardFiles implements AutoCloseable {
    /** What the agent is told. */
    sealed interface Finding {
        /** A shard's buffer, to be served from now on. */
        record Found(RpcSession session) implements Finding {}

        /** The file of a served buffer is gone or belongs to another instance now. */
        record Gone(RpcSession session, String why) implements Finding {}

        /** A file that is no buffer of ours. */
        record Refused(Path file, Exception why) implements Finding {}
    }

    private final Path runDir;
    private final LongSupplier nanoTime;
    private final Runnable wakeAgent;
    private final ExecutorService thread;
    private final AtomicBoolean scanAsked = new AtomicBoolean();
    private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    // By file; touched by the thread alone.
    private final Map<Path, RpcSession> served = new HashMap<>();

    /** @param wakeAgent called from the thread when there are findings */
    ShardFiles(Path runDir, LongSupplier nanoTime, Runnable wakeAgent) {
        this.runDir = runDir;
        this.nanoTime = nanoTime;
        this.wakeAgent = wakeAgent;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("rpc-attach").factory());
    }

    /** Agent: look through the directory soon. */
    void askToScan() {
        if (scanAsked.compareAndSet(false, true)) {
            thread.execute(this::scan);
        }
    }

    /** Agent: the next finding, or null. */
    @Nullable
    Finding poll() {
        return findings.poll();
    }

    /** Agent: {@code session} is not used any more; its file may be found again later. */
    void release(RpcSession session) {
        thread.execute(() -> {
            served.remove(session.file(), session);
            session.unmap();
        });
    }

    private void scan() {
        scanAsked.set(false);
        List<Finding> found = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(runDir, "shard-*" + RunDir.SHARD_SUFFIX)) {
            listing.forEach(files::add);
        } catch (IOException | RuntimeException e) {
            found.add(new Finding.Refused(runDir, e));
        }
        served.forEach((file, session) -> {
            if (!files.contains(file)) {
                found.add(new Finding.Gone(session, "its file is gone"));
            }
        });
        files.forEach(file -> look(file, found));
        if (!found.isEmpty()) {
            findings.addAll(found);
            wakeAgent.run();
        }
    }

    private void look(Path file, List<Finding> found) {
        try {
            RpcSession known = served.get(file);
            if (known != null) {
                // Asked of the file system: a read of what was cut off would be a fault, and one that is told late.
                if (Files.size(file) < RpcBufferLayout.FILE_BYTES) {
                    found.add(new Finding.Gone(known, "its file was cut short"));
                    return;
                }
                if (RpcBuffer.generationIn(file) == known.buffer().shardGeneration()) {
                    return;
                }
                found.add(new Finding.Gone(known, "it was restarted"));
            }
            RpcSession session = map(file);
            if (session != null) {
                served.put(file, session);
                found.add(new Finding.Found(session));
            }
        } catch (NoSuchFileException e) {
            // Deleted since the listing; the next scan sees it.
        } catch (IOException | RpcFormatException | RuntimeException | InternalError e) {
            found.add(new Finding.Refused(file, e instanceof Exception ex ? ex : new IOException("truncated", e)));
        }
    }

    /** The file as a session; null when its shard is not alive. */
    private @Nullable RpcSession map(Path file) throws IOException, RpcFormatException {
        Arena arena = Arena.ofShared();
        boolean taken = false;
        try {
            RpcBuffer buffer = RpcBuffer.map(file, arena);
            if (!file.equals(RunDir.shardFile(runDir, buffer.shard()))) {
                throw new RpcFormatException(file + " says it belongs to shard " + buffer.shard());
            }
            taken = RpcPoller.isAlive(buffer, nanoTime.getAsLong());
            return taken ? new RpcSession(file, buffer, arena, nanoTime) : null;
        } finally {
            if (!taken) {
                arena.close();
            }
        }
    }

    /** Ends the thread; then gives back all memory. The agent has let go of everything before. */
    @Override
    public void close() {
        thread.execute(() -> served.values().forEach(RpcSession::unmap));
        thread.close();
    }
}
