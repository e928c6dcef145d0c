package brigade.stress;

import brigade.shard.codec.OpusCodec;
import brigade.stress.load.LiveTime;
import brigade.stress.load.LoadPlan;
import brigade.stress.load.LoadResult;
import brigade.stress.load.LoadSession;
import brigade.stress.load.ProcessReport;
import brigade.stress.load.Promise;
import brigade.stress.load.RpcTiming;
import brigade.stress.load.Target;
import brigade.stress.report.LoadReport;
import brigade.stress.report.ReportFiles;
import brigade.stress.report.TerminalProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code stress http}: the ancestor's load, with figures that cannot flatter. */
@Command(
        name = "http",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loads running servers as the ancestor's stress.py did: workers with one connection each take the part of users in turn.",
            "Latency counts from the intended time of a turn; a turn answered more than 600 ms after it is late."
        })
final class HttpCommand implements Callable<Integer> {
    private static final int SLEEP_TURNS = 100;
    private static final int NOSLEEP_TURNS = 14;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Option(names = "--workers", defaultValue = "25", paramLabel = "W", description = "Connections (${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--users",
            defaultValue = "10",
            paramLabel = "U",
            description = "Singers per worker (${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = "--rounds",
            defaultValue = "0",
            paramLabel = "R",
            description = "Requests per worker (default: " + SLEEP_TURNS
                    + " turns of each singer, a minute; with --nosleep " + NOSLEEP_TURNS + ").")
    private int rounds;

    @Option(names = "--sleep", description = "Singers as they come, a turn each 600 ms: the default.")
    private boolean sleep;

    @Option(names = "--nosleep", description = "Each worker as fast as it can.")
    private boolean nosleep;

    @Option(names = "--summary", description = "Ask for the user table each time.")
    private boolean summary;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            paramLabel = "TURNS",
            description = "Turns of each singer before those that count (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--late-max",
            defaultValue = "0.1%",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            description = "Late turns that are allowed (${DEFAULT-VALUE}).")
    private double lateMax;

    @Option(
            names = "--slo-p99-ms",
            defaultValue = "Infinity",
            paramLabel = "MS",
            description = "Largest p99 latency that is allowed (default: any).")
    private double p99MaxMs;

    @Mixin
    private VoiceOptions voice;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        List<Target> targets = target.targets();
        LoadPlan plan = plan(targets);
        OpusCodec opus = voice.opus();
        Instant startedAt = LiveTime.timeOfDay();
        TerminalProgress progress = output.progress();
        progress.step("seed " + voice.seed() + "; encoding voices");
        LoadSession.Setup setup = voice.setup(opus, target);
        LoadResult result;
        try (LoadSession session = new LoadSession(setup, new LiveTime())) {
            session.open(progress);
            result = session.measure(plan, progress);
        } catch (IOException e) {
            throw new StressException(targets.getFirst().uri() + ": " + e.getMessage(), e);
        } finally {
            progress.end();
        }
        List<String> broken = new Promise(lateMax, p99MaxMs, Promise.USUAL.rateMin()).brokenBy(result);
        print(result, broken);
        ObjectNode report = ReportFiles.begin("http", startedAt, voice.seed());
        report.put("command", output.command());
        LoadReport.fill(report, result, broken);
        output.finish(report);
        return broken.isEmpty() ? 0 : Stress.BROKEN;
    }

    private LoadPlan plan(List<Target> targets) {
        if (sleep && nosleep) {
            throw new ParameterException(spec.commandLine(), "--sleep and --nosleep: one of them");
        }
        boolean paced = !nosleep;
        int requests = rounds > 0 ? rounds : users * (paced ? SLEEP_TURNS : NOSLEEP_TURNS);
        try {
            return new LoadPlan(
                    targets, workers, users, requests, paced, summary, false, target.room(), voice.seed(), warmUp);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void print(LoadResult result, List<String> broken) {
        PrintWriter out = output.people();
        if (result.plan().sleep()) {
            out.printf(
                    Locale.ROOT,
                    "min %.1f  max %.1f  mean %.1f ms (from sending to answer)%n",
                    result.service().getMinValue() / 1e3,
                    result.service().getMaxValue() / 1e3,
                    result.meanServiceMs());
        } else {
            result.estimatedClients().forEach(each -> out.printf(Locale.ROOT, "est %.0f clients%n", each));
            out.printf(Locale.ROOT, "est %.0f clients in all%n", result.estimatedClientsInAll());
        }
        out.printf(
                Locale.ROOT,
                "latency%s  p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms%n",
                result.plan().sleep() ? " from the intended time" : "",
                result.latencyMs(50),
                result.latencyMs(90),
                result.latencyMs(99),
                result.latencyMs(99.9),
                result.latency().getMaxValue() / 1e3);
        out.printf(
                Locale.ROOT,
                "late turns %d (%.2f %%)  errors %d  silent answers %d of %d decoded%n",
                result.late(),
                100 * result.lateShare(),
                result.errors(),
                result.silent(),
                result.decoded());
        String intended = result.plan().sleep()
                ? String.format(
                        Locale.ROOT, " of %.1f/s intended", result.plan().intendedRate())
                : "";
        out.printf(Locale.ROOT, "rate %.1f/s%s%n", result.achievedRate(), intended);
        printProcesses(out, result.processes());
        out.printf(
                Locale.ROOT,
                "  %-14s %25.2f cores%n",
                "all else",
                result.processes().othersCores());
        out.printf(
                Locale.ROOT,
                "CPU per singer and second: servers %.2f ms, tester %.2f ms%n",
                result.serversCpuMsPerSingerSecond(),
                result.testerCpuMsPerSingerSecond());
        for (RpcTiming rpc : result.rpc()) {
            out.printf(
                    Locale.ROOT,
                    "RPC of %s: awake after %.0f us, finished after %.0f us (medians); p99 %.0f and %.0f us%n",
                    rpc.shard(),
                    rpc.awakeNs().getValueAtPercentile(50) / 1e3,
                    rpc.finishNs().getValueAtPercentile(50) / 1e3,
                    rpc.awakeNs().getValueAtPercentile(99) / 1e3,
                    rpc.finishNs().getValueAtPercentile(99) / 1e3);
        }
        out.println("bottleneck: " + result.processes().bottleneck());
        out.println(broken.isEmpty() ? "PASS" : "FAIL");
        broken.forEach(line -> out.println("  " + line));
        out.flush();
    }

    /** A line per process. */
    static void printProcesses(PrintWriter out, ProcessReport processes) {
        for (ProcessReport.Used process : processes.processes()) {
            out.printf(
                    Locale.ROOT,
                    "  %-14s %6.2f s of CPU  %.2f cores  %4.0f MB  hottest thread %s %.0f %%%n",
                    process.name(),
                    process.cpuMs() / 1e3,
                    process.cores(),
                    process.memoryMb(),
                    process.hottestThread(),
                    100 * process.hottestThreadMs() / process.elapsedMs());
        }
    }
}
