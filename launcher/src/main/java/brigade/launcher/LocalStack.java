package brigade.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * State server, shards and front door on this machine, with nginx before them if wanted, supervised: what crashes starts again, with growing pauses. One thread
 * calls {@link #run()}; only {@link #requestStop()} may come from another.
 */
final class LocalStack {
    private static final long TICK_STARTING_MS = 100;
    private static final long TICK_MS = 500;

    /** The end of a child of another launcher wakes nobody: it is looked for. */
    private static final long TICK_ADOPTED_MS = 50;

    private static final long STOP_STAGE_NS = AotCache.isTraining() ? 90_000_000_000L : 8_000_000_000L;

    /** Before everything was ready once, a child that ends this often will not come up by itself. */
    private static final int FIRST_ENDS_MAX = 5;

    private static final int LAST_LINES = 8;

    private final StackConfig config;
    private final String build;
    private final Path dataDir;
    private final Console console;
    private final LongSupplier monotonicNs;
    private final Semaphore wake = new Semaphore(0);
    private final List<ChildProcess> children = new ArrayList<>();

    private @Nullable StackPlan plan;
    private volatile boolean stopRequested;
    private boolean wasReady;
    private boolean ready;

    /** Under way while not all is ready: it may take seconds, in which a child may end. */
    private @Nullable CompletableFuture<Boolean> probe;

    /**
     * @param build what the children are built from; children of another build are not adopted
     * @param dataDir this launcher holds its lock
     */
    LocalStack(StackConfig config, String build, Path dataDir, Console console, LongSupplier monotonicNs) {
        this.config = config;
        this.build = build;
        this.dataDir = dataDir;
        this.console = console;
        this.monotonicNs = monotonicNs;
    }

    /** Makes {@link #run()} stop all children and return. Any thread. */
    void requestStop() {
        stopRequested = true;
        wake.release();
    }

    /** Runs until a stop is requested. Throws {@link LaunchException} when it cannot come up; then nothing is left running. */
    void run() throws InterruptedException {
        try {
            startOrAdopt();
            while (!stopRequested) {
                if (wake.tryAcquire(pauseMs(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (!stopRequested) {
                    tick();
                }
            }
        } finally {
            stop();
        }
    }

    private long pauseMs() {
        boolean adopted = children.stream().anyMatch(ChildProcess::isAdopted);
        return adopted ? TICK_ADOPTED_MS : ready ? TICK_MS : TICK_STARTING_MS;
    }

    private void startOrAdopt() throws InterruptedException {
        Optional<RunFile> left = RunFile.read(dataDir);
        Map<String, ProcessIdentity> alive = new HashMap<>();
        left.ifPresent(run -> run.children().forEach((name, identity) -> {
            if (identity.alive()) {
                alive.put(name, identity);
            }
        }));
        boolean adopt = false;
        if (!alive.isEmpty()) {
            RunFile run = left.orElseThrow();
            adopt = run.config().equals(config) && run.build().equals(build);
            if (adopt) {
                plan = run.plan();
                console.say("found " + alive.size() + " processes of a launcher that is gone, taking them over");
            } else {
                console.say("found processes with other options or of another build, stopping them first");
                endAll(adoptedFrom(run, alive));
                Folders.remove(Path.of(run.plan().runDir()));
            }
        }
        if (!adopt) {
            plan = StackPlan.pick(config, Folders.sharedMemory());
        }
        Path logs = dataDir.resolve("logs");
        Folders.make(logs);
        if (config.nginx()) {
            LocalNginx.write(config, plan(), dataDir);
        }
        for (ChildSpec spec : plan().children(config, dataDir)) {
            ChildProcess child = new ChildProcess(spec, logs, monotonicNs, wake::release);
            ProcessIdentity running = adopt ? alive.get(spec.name()) : null;
            if (running != null) {
                child.adopt(running);
            }
            children.add(child);
        }
        // Written after every start: a launcher that is killed in between leaves nobody unknown but the very last.
        for (ChildProcess child : children) {
            if (child.identity().isEmpty()) {
                child.start();
                writeRunFile();
            }
        }
        writeRunFile();
        if (alive.size() < children.size() || !adopt) {
            console.say("starting: state server, " + config.shards() + " shards, front door"
                    + (config.nginx() ? ", nginx" : "") + "; logs in " + logs);
        }
    }

    private List<ChildProcess> adoptedFrom(RunFile run, Map<String, ProcessIdentity> alive) {
        List<ChildProcess> found = new ArrayList<>();
        for (ChildSpec spec : run.plan().children(run.config(), dataDir)) {
            ProcessIdentity identity = alive.get(spec.name());
            if (identity != null) {
                ChildProcess child = new ChildProcess(spec, dataDir.resolve("logs"), monotonicNs, () -> {});
                child.adopt(identity);
                found.add(child);
            }
        }
        return found;
    }

    private void tick() {
        for (ChildProcess child : children) {
            // First of all: people hear nothing until it is back.
            long delayNs = child.noticeEnd();
            String exit = "";
            if (delayNs >= 0) {
                ready = false;
                probe = null;
                exit = child.lastExit();
                giveUpIfHopeless(child);
            }
            if (child.restartDue()) {
                child.start();
                writeRunFile();
            }
            if (delayNs >= 0) {
                console.say(child.name() + " " + exit + "; starting it again "
                        + (delayNs == 0 ? "at once" : "in " + TimeUnit.NANOSECONDS.toMillis(delayNs) + " ms"));
            }
        }
        for (ChildProcess child : children) {
            child.log().important(!wasReady).forEach(line -> console.say(child.name() + ": " + line));
            child.log().bound();
        }
        if (!ready && isProbedReady()) {
            ready = true;
            console.say(
                    wasReady
                            ? "all parts answer again"
                            : "ready: open " + plan().url(config) + "   (Ctrl-C stops everything)");
            if (!wasReady && !config.lanNames().isEmpty()) {
                console.show(QrText.of(plan().url(config)));
            }
            wasReady = true;
        }
    }

    /** Whether the probe that was sent has found everything ready; sends one when none is under way. */
    private boolean isProbedReady() {
        CompletableFuture<Boolean> sent = probe;
        if (sent == null) {
            ReadyProbe next = new ReadyProbe(config, plan());
            probe = CompletableFuture.supplyAsync(
                    next::ready,
                    task -> Thread.ofPlatform().name("ready-probe").daemon(true).start(task));
            return false;
        }
        if (!sent.isDone()) {
            return false;
        }
        probe = null;
        return sent.join();
    }

    private void giveUpIfHopeless(ChildProcess child) {
        if (child.refusedToStart() || (!wasReady && child.ends() >= FIRST_ENDS_MAX)) {
            child.log().lastLines(LAST_LINES).forEach(line -> console.say(child.name() + ": " + line));
            throw new LaunchException(child.name() + " does not start (" + child.lastExit() + "); its log is "
                    + child.log().file());
        }
    }

    private void writeRunFile() {
        Map<String, ProcessIdentity> running = new HashMap<>();
        children.forEach(child -> child.identity().ifPresent(identity -> running.put(child.name(), identity)));
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        new RunFile(build, config, plan(), running, self).write(dataDir);
    }

    private void stop() {
        if (children.isEmpty()) {
            return;
        }
        console.say("stopping");
        endAll(children);
        RunFile.delete(dataDir);
        Folders.remove(Path.of(plan().runDir()));
        console.say("stopped");
    }

    /** Ends children from the outside in: front door and nginx, the shards, then the state server that they call. */
    private void endAll(List<ChildProcess> ending) {
        endStage(ending.stream()
                .filter(child ->
                        child.name().equals("front-door") || child.name().equals("nginx"))
                .toList());
        endStage(ending.stream()
                .filter(child -> child.name().startsWith("shard-"))
                .toList());
        endStage(ending.stream()
                .filter(child -> child.name().equals("state-server"))
                .toList());
    }

    private void endStage(List<ChildProcess> stage) {
        stage.forEach(ChildProcess::terminate);
        long beganNs = monotonicNs.getAsLong();
        boolean killed = false;
        while (stage.stream().anyMatch(ChildProcess::alive)) {
            if (!killed && monotonicNs.getAsLong() - beganNs > STOP_STAGE_NS) {
                stage.stream().filter(ChildProcess::alive).forEach(child -> {
                    console.say(child.name() + " does not stop, ending it by force");
                    child.kill();
                });
                killed = true;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            // Nobody interrupts the supervisor; stopping goes on in any case.
        }
    }

    private StackPlan plan() {
        return Objects.requireNonNull(plan, "before the start");
    }
}
