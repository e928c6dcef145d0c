package brigade.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One supervised process: started by this launcher, or adopted from one that died. Supervisor thread only. */
final class ChildProcess {
    private final ChildSpec spec;
    private final ChildLog log;
    private final LongSupplier monotonicNs;
    private final Runnable onEnd;
    private final RestartBackoff backoff = new RestartBackoff();

    private @Nullable ProcessIdentity identity;
    private @Nullable Process own;
    private long startedNs;
    private long restartAtNs;
    private boolean waiting;
    private int ends;

    /**
     * @param logs folder for its output
     * @param onEnd called when a process that was started here has ended; any thread
     */
    ChildProcess(ChildSpec spec, Path logs, LongSupplier monotonicNs, Runnable onEnd) {
        this.onEnd = onEnd;
        this.spec = spec;
        this.log = new ChildLog(logs.resolve(spec.name() + ".log"));
        this.monotonicNs = monotonicNs;
    }

    String name() {
        return spec.name();
    }

    ChildLog log() {
        return log;
    }

    /** How often it ended by itself. */
    int ends() {
        return ends;
    }

    /** The running process; empty between an end and the next start. */
    Optional<ProcessIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    /** Starts it now. */
    void start() {
        try {
            Process process = new ProcessBuilder(JavaCommand.of(spec))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            own = process;
            var _ = process.onExit().thenRun(onEnd);
            // A process that ended before we looked gets an identity that is never alive.
            identity = ProcessIdentity.of(process.pid()).orElse(new ProcessIdentity(process.pid(), "gone"));
        } catch (IOException e) {
            throw new LaunchException("cannot start " + name() + ": " + e.getMessage(), e);
        }
        startedNs = monotonicNs.getAsLong();
        waiting = false;
    }

    /** Takes over a process that runs already. */
    void adopt(ProcessIdentity running) {
        identity = running;
        own = null;
        startedNs = monotonicNs.getAsLong();
        waiting = false;
    }

    /** Whether another launcher started it: nobody tells when it ends. */
    boolean isAdopted() {
        return identity != null && own == null;
    }

    /**
     * Whether it ended since the last look; if so, its next start is scheduled.
     *
     * @return nanoseconds until the restart, or -1 when nothing happened
     */
    long noticeEnd() {
        if (waiting || identity == null || identity.alive()) {
            return -1;
        }
        long nowNs = monotonicNs.getAsLong();
        long delayNs = backoff.ended(nowNs - startedNs);
        restartAtNs = nowNs + delayNs;
        identity = null;
        waiting = true;
        ends++;
        return delayNs;
    }

    /** Whether the wait after an end is over. */
    boolean restartDue() {
        return waiting && monotonicNs.getAsLong() - restartAtNs >= 0;
    }

    /** How it ended, for people: only the parent learns the exit code. Call after {@link #noticeEnd}. */
    String lastExit() {
        int code = exitCode();
        if (code < 0) {
            return "ended";
        }
        return code > 128 ? "ended by signal " + (code - 128) : "ended with exit code " + code;
    }

    /** Whether it ended because its command line is wrong (exit code 2): starting again would not help. */
    boolean refusedToStart() {
        return exitCode() == 2;
    }

    /** -1 when it is unknown. /proc knows of an end a moment before the JVM has collected it. */
    private int exitCode() {
        try {
            return own != null && own.waitFor(1, TimeUnit.SECONDS) ? own.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Asks it to end (SIGTERM). */
    void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends it by force (SIGKILL). */
    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Whether it runs now. */
    boolean alive() {
        return identity != null && identity.alive();
    }

    private Optional<ProcessHandle> handle() {
        return alive() && identity != null ? ProcessHandle.of(identity.pid()) : Optional.empty();
    }
}
