package brigade.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A shard's view of who is there: finds the state server's file, also one that replaced it, tells the server of the
 * shard's own file, and keeps the heartbeat. Called by the heartbeat thread once a second and by calls that miss a
 * server.
 */
final class ServerLink {
    private final Path stateFile;
    private final Path shardFile;
    private final RpcBuffer buffer;
    private final LongSupplier nanoTime;
    private final Futex futex;
    private volatile @Nullable ServerFile server;
    private @Nullable Object serverKey;

    ServerLink(Path runDir, Path shardFile, RpcBuffer buffer, LongSupplier nanoTime, Futex futex) {
        this.stateFile = RunDir.stateFile(runDir);
        this.shardFile = shardFile;
        this.buffer = buffer;
        this.nanoTime = nanoTime;
        this.futex = futex;
    }

    /** The server's file seen last; null before the first. */
    @Nullable
    ServerFile server() {
        return server;
    }

    /** Looks whether the server's file is there or is another one than before, and takes it. */
    synchronized void refresh() {
        try {
            Object key = keyOf(stateFile);
            if (server == null || !Objects.equals(key, serverKey)) {
                server = ServerFile.open(stateFile);
                serverKey = key;
            }
        } catch (IOException | RpcFormatException e) {
            // None, or none yet: what we have stays, and its heartbeat tells its age.
        }
    }

    /** One heartbeat; asks a server that does not poll our buffer (restarted, or gave us up) to take it. */
    void beat() {
        buffer.shardHeartbeat(nanoTime.getAsLong());
        refresh();
        ServerFile seen = server;
        if (seen != null && buffer.polledBy() != seen.generation()) {
            seen.askToAttach();
            seen.ring(futex);
        }
    }

    /** Why our own buffer is of no use any more, or null while it is. */
    @Nullable
    String lossOfBuffer() {
        try {
            if (RpcBuffer.generationIn(shardFile) != buffer.shardGeneration()) {
                return "another process took over " + shardFile.getFileName();
            }
            return null;
        } catch (NoSuchFileException e) {
            return shardFile.getFileName() + " was deleted";
        } catch (IOException e) {
            return shardFile.getFileName() + " cannot be read";
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
