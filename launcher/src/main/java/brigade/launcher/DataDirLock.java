package brigade.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One launcher per data folder: a lock on DATA/run.lock that the kernel gives back when the launcher dies, however it dies. */
final class DataDirLock implements AutoCloseable {
    private final FileChannel channel;

    private DataDirLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock. Throws a {@link LaunchException} that says who has it when it is taken.
     *
     * @param port what the caller wants to listen on, for that message; 0 any
     */
    static DataDirLock take(Path dataDir, int port) {
        Folders.make(dataDir);
        try {
            FileChannel channel =
                    FileChannel.open(dataDir.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new LaunchException(RunFile.read(dataDir)
                        .map(run -> whoHasIt(run, dataDir, port))
                        .orElse("another brigade is starting or stopping on data folder " + dataDir));
            }
            return new DataDirLock(channel);
        } catch (IOException e) {
            throw new LaunchException("cannot lock data folder " + dataDir + ": " + e.getMessage(), e);
        }
    }

    private static String whoHasIt(RunFile run, Path dataDir, int port) {
        String told = "already up: " + run.plan().url(run.config()) + " (launcher process "
                + run.launcher().pid() + ", data folder " + dataDir + ")";
        boolean elsewhere = port != 0 && port != run.plan().frontPort();
        return elsewhere ? told + "; for a second one on port " + port + " name another folder with --data" : told;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LaunchException("cannot unlock the data folder: " + e.getMessage(), e);
        }
    }
}
