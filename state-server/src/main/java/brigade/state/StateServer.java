package brigade.state;

import brigade.audio.AnchoredSampleClock;
import brigade.audio.SampleClock;
import brigade.rpc.RunDir;
import brigade.rpc.ServerFile;
import brigade.state.room.RoomsRehearsal;
import brigade.thread.AudioThreads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that owns the rooms and the sound: what it is made of, started and stopped in order. */
public final class StateServer implements AutoCloseable {
    /** The health page calls an agent dead that has not beaten for this long; it beats four times a second. */
    static final long DEAD_AFTER_NS = 2_000_000_000L;

    /** Who comes right after the start, as tests do, is not kept from the cores by a rehearsal. */
    private static final long REHEARSE_AFTER_MS = 1_500;

    private static final long REHEARSE_MAX_NS = 4_000_000_000L;
    private static final int REHEARSED_SECONDS = 60;
    private static final long DRAIN_LOOK_MS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(StateServer.class);

    private final Path runDir;
    private final FileChannel lock;
    private final House house;
    private final StateAgent agent;
    private final AudioThreads.Standing standing;
    private @Nullable StateMetrics metrics;
    private final @Nullable HealthServer health;
    private final Counters counters = new Counters();
    private boolean closed;

    private StateServer(StateServerConfig config, TimeAndChance source, HouseFactory houses) throws IOException {
        runDir = config.runDir();
        Files.createDirectories(runDir);
        lock = lock(runDir);
        try {
            ServerFile file = ServerFile.takeOver(runDir, source.monotonicNs(), source.unixNs());
            SampleClock clock = new AnchoredSampleClock(file.anchor(), source.monotonicNs());
            house = houses.build(config, clock, source.random());
            AudioThreads threads = config.realtime() ? AudioThreads.urgent() : AudioThreads.normal();
            agent = new StateAgent(file, runDir, house, clock, source.monotonicNs(), counters, threads);
            standing = threads.begin();
            health = config.healthPort() < 0
                    ? null
                    : HealthServer.launch(
                            config.healthPort(),
                            () -> source.monotonicNs().getAsLong() - file.heartbeat() < DEAD_AFTER_NS,
                            counters::toJson,
                            house::toJson,
                            this::metricsPage);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Runs it until the process is told to end. Exit codes: 0 stopped, 1 failed, 2 a setting is wrong. */
    public static void main(String[] args) throws InterruptedException {
        StateServerConfig config = configOrExit(args);
        try (StateServer server = launch(config, TimeAndChance.ofSystem())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(config.drainMaxSeconds()), "stop"));
            if (config.rehearse()) {
                server.rehearse(TimeAndChance.ofSystem());
            }
            server.awaitEnd();
        } catch (IOException e) {
            LOG.error("cannot start: {}", e.getMessage());
            System.exit(1);
        }
    }

    private static StateServerConfig configOrExit(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try {
            Optional<StateServerConfig> config = StateServerCommand.parse(args, System.getenv(), out);
            if (config.isPresent()) {
                return config.get();
            }
            System.exit(0);
        } catch (IllegalArgumentException e) {
            System.err.println("brigade state-server: " + e.getMessage());
            System.exit(2);
        }
        throw new AssertionError("exited");
    }

    /**
     * Starts it and returns once it serves.
     *
     * @throws IOException when another state server runs in the run folder, or a file or port cannot be opened
     */
    public static StateServer launch(StateServerConfig config, TimeAndChance source) throws IOException {
        return launch(config, source, House::ofRooms);
    }

    static StateServer launch(StateServerConfig config, TimeAndChance source, HouseFactory houses) throws IOException {
        StateServer server = new StateServer(config, source, houses);
        server.agent.start();
        LOG.info(
                "state server serves {}, health page on port {}; audio threads: {}",
                config.runDir(),
                server.healthPort(),
                server.standing);
        return server;
    }

    /**
     * Has a made-up choir sing beside the real rooms while nobody is in them, so that a first song with hundreds finds
     * compiled code. Blocks for seconds, less when somebody comes; the server serves meanwhile.
     */
    private void rehearse(TimeAndChance source) throws InterruptedException {
        Thread.sleep(REHEARSE_AFTER_MS);
        long endNs = source.monotonicNs().getAsLong() + REHEARSE_MAX_NS;
        new RoomsRehearsal(source.random())
                .run(
                        REHEARSED_SECONDS,
                        () -> house.isBusy() || source.monotonicNs().getAsLong() > endNs);
        if (!house.isBusy()) {
            // What lives on is moved out of the way now: the first collection of a song copied all of it, for 30 ms.
            System.gc();
        }
    }

    /** The kernel drops this lock when the process ends, however it ends. */
    private static FileChannel lock(Path runDir) throws IOException {
        FileChannel channel =
                FileChannel.open(RunDir.lockFile(runDir), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // One in this process has it.
        }
        channel.close();
        throw new IOException("another state server runs in " + runDir);
    }

    /** Made when it is first asked for: a restarted server has rooms to serve first. */
    private synchronized String metricsPage() {
        if (metrics == null) {
            metrics = new StateMetrics(counters, house);
        }
        return metrics.page();
    }

    /** Port of the health page; -1 when there is none. */
    public int healthPort() {
        return health == null ? -1 : health.port();
    }

    /** What it counts; any thread. */
    public Counters counters() {
        return counters;
    }

    /**
     * Waits until it is closed.
     *
     * @throws IllegalStateException when the agent died instead
     */
    public void awaitEnd() throws InterruptedException {
        agent.awaitEnd();
    }

    /** Lets songs that run end, so many seconds at most, while no other begins; then closes. Blocks, but not for an agent that died. */
    void stop(int drainMaxSeconds) {
        try {
            if (drainMaxSeconds > 0 && agent.isAlive() && house.isBusy()) {
                LOG.info("no new songs; those that run end, within {} s", drainMaxSeconds);
                house.letSongsEnd();
                for (long waitedMs = 0;
                        agent.isAlive() && !house.isSilent() && waitedMs < drainMaxSeconds * 1_000L;
                        waitedMs += DRAIN_LOOK_MS) {
                    Thread.sleep(DRAIN_LOOK_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Stops it. What is in the run folder stays for the next one. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        agent.close();
        if (health != null) {
            health.close();
        }
        if (metrics != null) {
            metrics.close();
        }
        house.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock in {} was not given back", runDir, e);
        }
        LOG.info("state server stopped");
    }
}
