package brigade.rpc;

import java.nio.file.Files;
import java.nio.file.Path;

/** Names in the run directory, where the processes of one Brigade meet. Any thread. */
public final class RunDir {
    /** How the files of the shards end. */
    static final String SHARD_SUFFIX = ".rpc";

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private RunDir() {}

    /**
     * The usual place: {@code /dev/shm/brigade-<id>}, or in the temp folder where there is no shared-memory one.
     *
     * @param id what tells one Brigade on this machine from another, such as the front door's port
     */
    public static Path usual(String id) {
        Path parent = Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)
                ? SHARED_MEMORY
                : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("brigade-" + id);
    }

    /** The state server's own file. */
    public static Path stateFile(Path runDir) {
        return runDir.resolve("state.bin");
    }

    /** Locked by the running state server. Never opened by others: closing any handle would drop the lock. */
    public static Path lockFile(Path runDir) {
        return runDir.resolve("state.lock");
    }

    /** The RPC buffer of shard {@code shard}, from 1. */
    public static Path shardFile(Path runDir, int shard) {
        return runDir.resolve("shard-%02d%s".formatted(shard, SHARD_SUFFIX));
    }
}
