package brigade.state.room;

import brigade.state.ring.NoRoomForSongException;
import brigade.state.ring.RingMemory;
import brigade.state.ring.RingSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ring file {@code room-<id>.ring} of one room. Reserving and deleting take milliseconds and happen on a thread of
 * their own, in order: a file is never deleted after its successor was made.
 */
final class FileRingSource implements RingSource {
    private static final Logger LOG = LoggerFactory.getLogger(FileRingSource.class);

    /** The thread ends after so long without work. */
    private static final long IDLE_SECONDS = 10;

    private final Path file;
    private final RingSize size;
    private final ExecutorService worker;
    private @Nullable CompletableFuture<RingMemory> coming;

    FileRingSource(Path file, RingSize size) {
        this.file = file;
        this.size = size;
        ThreadPoolExecutor single = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("ring-file").daemon(true).factory());
        single.allowCoreThreadTimeOut(true); // thousands of rooms may have sung once
        this.worker = single;
    }

    @Override
    public void prepare() {
        if (coming == null) {
            coming = CompletableFuture.supplyAsync(this::reserve, worker);
        }
    }

    @Override
    public @Nullable RingMemory poll() throws NoRoomForSongException {
        CompletableFuture<RingMemory> asked = coming;
        if (asked == null || !asked.isDone()) {
            return null;
        }
        coming = null;
        try {
            return asked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NoRoomForSongException noRoom) {
                throw noRoom;
            }
            throw e;
        }
    }

    @Override
    public void discard(RingMemory memory) {
        worker.execute(memory::discard);
    }

    @Override
    public @Nullable RingMemory recover() {
        try {
            return RingMemory.recover(file);
        } catch (IOException e) {
            LOG.warn("ring file {} is of no use, its song is lost: {}", file.getFileName(), e.getMessage());
            return null;
        }
    }

    private RingMemory reserve() {
        try {
            return RingMemory.reserve(file, size);
        } catch (IOException | NoRoomForSongException e) {
            throw new CompletionException(e);
        }
    }
}
