package brigade.stress;

import brigade.shard.codec.OpusCodec;
import brigade.stress.load.LiveTime;
import brigade.stress.load.LoadPlan;
import brigade.stress.load.LoadSession;
import brigade.stress.load.Promise;
import brigade.stress.load.Search;
import brigade.stress.load.Target;
import brigade.stress.load.Trial;
import brigade.stress.report.FindReport;
import brigade.stress.report.ReportFiles;
import brigade.stress.report.TerminalProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code stress find}: how many singers the servers carry before the promise breaks. */
@Command(
        name = "find",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Adds singers until the promise breaks, then narrows down the last good number. Each singer has a connection.",
            "A number that breaks the promise is tried once more before it counts as too many."
        })
final class FindCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--slo-p99-ms",
            defaultValue = "300",
            paramLabel = "MS",
            description = "Largest p99 latency of the promise (${DEFAULT-VALUE}).")
    private double p99MaxMs;

    @Option(
            names = "--late-max",
            defaultValue = "0.1%",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            description = "Largest share of late turns of the promise (${DEFAULT-VALUE}).")
    private double lateMax;

    @Option(
            names = "--from",
            defaultValue = "50",
            paramLabel = "N",
            description = "Singers to begin with (${DEFAULT-VALUE}).")
    private int from;

    @Option(
            names = "--max-singers",
            defaultValue = "1500",
            paramLabel = "N",
            description = "Never more than this (${DEFAULT-VALUE}).")
    private int max;

    @Option(
            names = "--trial-seconds",
            defaultValue = "20",
            paramLabel = "S",
            description = "How long each number is tried, 3..300 (${DEFAULT-VALUE}).")
    private int trialSeconds;

    @Option(
            names = "--at-least",
            defaultValue = "1",
            paramLabel = "N",
            description = "Fail when fewer singers than this are carried (${DEFAULT-VALUE}).")
    private int atLeast;

    @Option(names = "--summary", description = "Ask for the user table each time.")
    private boolean summary;

    @Mixin
    private VoiceOptions voice;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        List<Target> targets = target.targets();
        check(from >= 1 && from <= max && max <= 5_000, "--from and --max-singers must be 1..5000, in this order");
        check(trialSeconds >= 3 && trialSeconds <= 300, "--trial-seconds must be 3..300");
        OpusCodec opus = voice.opus();
        Instant startedAt = LiveTime.timeOfDay();
        TerminalProgress progress = output.progress();
        progress.step("seed " + voice.seed() + "; encoding voices");
        LoadSession.Setup setup = voice.setup(opus, target);
        Search search = new Search(new Promise(lateMax, p99MaxMs, Promise.USUAL.rateMin()), from, max);
        try (LoadSession session = new LoadSession(setup, new LiveTime())) {
            session.open(progress);
            for (int singers = search.next(); singers > 0; singers = search.next()) {
                progress.step(singers + " singers");
                Trial trial = search.tried(session.measure(plan(targets, singers), progress));
                progress.step(trial.line());
            }
        } catch (IOException e) {
            throw new StressException(targets.getFirst().uri() + ": " + e.getMessage(), e);
        } finally {
            progress.end();
        }
        boolean ok = search.lastGood() >= atLeast;
        print(search, ok);
        ObjectNode report = ReportFiles.begin("find", startedAt, voice.seed());
        report.put("command", output.command());
        FindReport.fill(report, search, ok, atLeast);
        output.finish(report);
        return ok ? 0 : Stress.BROKEN;
    }

    private LoadPlan plan(List<Target> targets, int singers) {
        int turns = (int) Math.ceil(trialSeconds * 1e9 / LoadPlan.TURN_NS);
        return new LoadPlan(targets, singers, 1, turns, true, summary, true, target.room(), voice.seed(), 5);
    }

    private void print(Search search, boolean ok) {
        PrintWriter out = output.people();
        @Nullable Trial good = search.good();
        out.printf(Locale.ROOT, "last good: %d singers%n", search.lastGood());
        if (good != null) {
            out.println("  " + good.line());
            out.printf(
                    Locale.ROOT,
                    "  CPU per singer and second: servers %.2f ms, tester %.2f ms%n",
                    good.result().serversCpuMsPerSingerSecond(),
                    good.result().testerCpuMsPerSingerSecond());
        }
        out.println("next bottleneck: " + search.bottleneck());
        out.println(ok ? "PASS" : "FAIL: fewer than " + atLeast);
        out.flush();
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
