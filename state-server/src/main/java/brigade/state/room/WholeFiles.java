package brigade.state.room;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are written whole to a new file and renamed, by a thread of its own and in order. What the disk has no room for is tried
 * again every two seconds, its latest text. Any thread calls.
 */
final class WholeFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WholeFiles.class);
    private static final long AGAIN_MS = 2_000;

    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("room-store").daemon(true).factory());

    /** What could not be written yet. The writer's thread alone. */
    private final Map<Path, byte[]> unsaved = new LinkedHashMap<>();

    /** Begins. */
    WholeFiles() {
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Has it written. Returns at once. */
    void save(Path file, byte[] text) {
        writer.execute(() -> write(file, text));
    }

    /** Has it deleted. Returns at once. */
    void delete(Path file) {
        writer.execute(() -> {
            unsaved.remove(file);
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} stays: {}", file.getFileName(), e.toString());
            }
        });
    }

    /** Does something after all that waits to be written. */
    <T extends @Nullable Object> Future<T> afterwards(Callable<T> work) {
        return writer.submit(work);
    }

    private void write(Path file, byte[] text) {
        try {
            writeWhole(file, text);
            unsaved.remove(file);
        } catch (IOException e) {
            LOG.error("{} is not saved yet: {}", file.getFileName(), e.toString());
            boolean waits = !unsaved.isEmpty();
            unsaved.put(file, text);
            if (!waits && !writer.isShutdown()) {
                var _ = writer.schedule(this::again, AGAIN_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void again() {
        Map<Path, byte[]> waiting = new LinkedHashMap<>(unsaved);
        unsaved.clear();
        waiting.forEach(this::write);
    }

    private static void writeWhole(Path file, byte[] text) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, "room", ".new");
        try {
            Files.write(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Writes what waits, and stops. */
    @Override
    public void close() {
        if (!writer.isShutdown()) {
            writer.execute(this::again);
        }
        writer.shutdown();
        try {
            if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.error("some rooms are not saved: the disk is too slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
