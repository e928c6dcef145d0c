package brigade.shard.takes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes takes in the background, one at a time, and tells how far it is by a file that all shards read. A lock file keeps two shards
 * from making the same take. Any thread.
 */
public final class TakeShop implements AutoCloseable {
    /** Takes that may wait on this shard. */
    private static final int WAITING_MAX = 50;

    /** A status that was not renewed for so long is a dead process'. */
    private static final long STALE_MS = 15_000;

    private static final long TOLD_EVERY_MS = 500;
    private static final long MS_PER_HOUR = 3_600_000;
    private static final long SAMPLES_PER_MS = 48;

    private static final Logger LOG = LoggerFactory.getLogger(TakeShop.class);

    private final TakeFiles files;
    private final TakeBuilder builder;
    private final LongSupplier unixMs;
    private final long maxBytes;
    private final long maxHours;
    private final long journalMaxHours;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService worker = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("take-builder").daemon(true).factory());

    /**
     * Nothing to do yet.
     *
     * @param maxBytes of all made takes
     * @param maxHours how long they are kept
     * @param journalMaxHours how long they can be made: after that their voices are gone
     */
    public TakeShop(
            TakeFiles files,
            TakeBuilder builder,
            LongSupplier unixMs,
            long maxBytes,
            long maxHours,
            long journalMaxHours) {
        this.files = files;
        this.builder = builder;
        this.unixMs = unixMs;
        this.maxBytes = maxBytes;
        this.maxHours = maxHours;
        this.journalMaxHours = journalMaxHours;
    }

    /** What becomes of a take: {@code state} and {@code progress}, {@code message} or {@code bytes}. */
    public ObjectNode status(ObjectNode about, long nowClock) throws IOException {
        String room = about.path("room").asString("");
        String take = about.path("take").asString("");
        ObjectNode status = TakeFiles.JSON.createObjectNode();
        Path zip = files.file(room, take, ".zip");
        if (Files.exists(zip)) {
            long untilMs = Files.getLastModifiedTime(zip).toMillis() + maxHours * MS_PER_HOUR;
            return status.put("state", "ready").put("bytes", Files.size(zip)).put("keptUntilMs", untilMs);
        }
        long endClock = about.path("endClock").asLong();
        if (endClock == 0) {
            return status.put("state", "singing");
        }
        if (nowClock < readyAt(about)) {
            return status.put("state", "trailing");
        }
        // Clocks are samples since 1970.
        status.put("keptUntilMs", endClock / SAMPLES_PER_MS + journalMaxHours * MS_PER_HOUR);
        Path file = files.file(room, take, ".status");
        try {
            JsonNode told = TakeFiles.JSON.readTree(Files.readAllBytes(file));
            boolean isFresh =
                    unixMs.getAsLong() - Files.getLastModifiedTime(file).toMillis() < STALE_MS;
            if (told.path("state").asString("").equals("failed")) {
                return status.put("state", "failed")
                        .put("message", told.path("message").asString(""));
            }
            if (isFresh || waiting.contains(room + "/" + take)) {
                return status.put("state", "building")
                        .put("progress", told.path("progress").asDouble(0));
            }
        } catch (NoSuchFileException e) {
            // Nobody has begun.
        } catch (JacksonException e) {
            LOG.debug("the status of take {} is being written", take);
        }
        boolean queued = waiting.contains(room + "/" + take);
        return queued ? status.put("state", "building").put("progress", 0) : status.put("state", "recorded");
    }

    /** From then on all rows have sung, and what they sang has come. */
    private static long readyAt(ObjectNode about) {
        return about.path("endClock").asLong() + about.path("mixAfterSamples").asLong() + 3L * 48_000;
    }

    /** Has a take made; false when too many wait. What is being made, or is there, stays. */
    public boolean order(ObjectNode about) throws IOException {
        String room = about.path("room").asString("");
        String take = about.path("take").asString("");
        if (!waiting.add(room + "/" + take)) {
            return true;
        }
        // Any shard may be asked how far it is.
        tell(files.file(room, take, ".status"), building(0));
        try {
            worker.execute(() -> {
                try {
                    build(about, room, take);
                } finally {
                    waiting.remove(room + "/" + take);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            waiting.remove(room + "/" + take);
            Files.deleteIfExists(files.file(room, take, ".status"));
            return false;
        }
    }

    private void build(ObjectNode about, String room, String take) {
        Path status = files.file(room, take, ".status");
        try (FileChannel channel = FileChannel.open(
                        files.file(room, take, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || Files.exists(files.file(room, take, ".zip"))) {
                return; // another shard makes it, or has
            }
            files.tidy(maxBytes, maxHours, unixMs);
            long[] toldMs = {0};
            long startMs = unixMs.getAsLong();
            builder.build(about, progress -> {
                long now = unixMs.getAsLong();
                if (now - toldMs[0] >= TOLD_EVERY_MS) {
                    toldMs[0] = now;
                    tell(status, building(progress));
                }
            });
            Files.deleteIfExists(status);
            LOG.info("take {} of {} was made in {} ms", take, room, unixMs.getAsLong() - startMs);
        } catch (OverlappingFileLockException e) {
            LOG.debug("take {} is being made here already", take);
        } catch (TakeException e) {
            tell(status, failed(String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException e) {
            LOG.error("take {} of {} could not be made", take, room, e);
            tell(status, failed("The server failed to make this take."));
        }
    }

    private static ObjectNode building(double progress) {
        return TakeFiles.JSON.createObjectNode().put("state", "building").put("progress", progress);
    }

    private static ObjectNode failed(String message) {
        return TakeFiles.JSON.createObjectNode().put("state", "failed").put("message", message);
    }

    private static void tell(Path file, ObjectNode status) {
        try {
            Files.write(file, TakeFiles.JSON.writeValueAsBytes(status));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }

    /** Deletes a take. Its voices stay in the journal until that rolls over them. */
    public void delete(String room, String take) throws IOException {
        files.delete(room, take);
    }

    /** Deletes all takes of a room. */
    public void deleteAll(String room) throws IOException {
        files.deleteAll(room);
    }

    /** Stops; what is being made is not. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            worker.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
