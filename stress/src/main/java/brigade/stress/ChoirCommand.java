package brigade.stress;

import brigade.shard.codec.OpusCodec;
import brigade.stress.choir.ChoirChecker;
import brigade.stress.choir.ChoirFault;
import brigade.stress.choir.ChoirKill;
import brigade.stress.choir.ChoirPlan;
import brigade.stress.choir.ChoirPromise;
import brigade.stress.choir.ChoirSettings;
import brigade.stress.choir.ChoirTransport;
import brigade.stress.choir.Findings;
import brigade.stress.choir.Performance;
import brigade.stress.choir.Sung;
import brigade.stress.choir.V1Transport;
import brigade.stress.choir.V2Transport;
import brigade.stress.load.LiveTime;
import brigade.stress.load.Target;
import brigade.stress.report.ChoirReport;
import brigade.stress.report.RecordingReport;
import brigade.stress.report.ReportFiles;
import brigade.stress.report.TerminalProgress;
import brigade.stress.report.TickReport;
import java.io.IOException;
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

/** {@code stress choir}: whether everybody hears whom he must, to the sample, whatever the network does. */
@Command(
        name = "choir",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A choir whose voices are chirps: checks who is heard by whom, at which sample and how loud.",
            "Bucket 1 is the leader; a silent listener sits behind the last bucket, so that the last row is checked too.",
            "Over stream v2, unless told otherwise: a lost packet is a delay there, as TCP makes it; the server says who sits where."
        })
final class ChoirCommand implements Callable<Integer> {
    /** Rows of a plan, before a server of v2 says its own. */
    private static final int ROWS = 4;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--singers",
            defaultValue = "50",
            paramLabel = "N",
            description = "How many sing, the leader included (${DEFAULT-VALUE}).")
    private int singers;

    @Option(names = "--v1", description = "Over exchange v1, as old clients do.")
    private boolean v1;

    @Option(names = "--buckets", paramLabel = "N", description = "With --v1: buckets that sing, 2..6 (4).")
    private @Nullable Integer buckets;

    @Option(
            names = "--silent",
            description = "Over v2: silence between chirps, in place of a hum that costs a decoder what singing costs.")
    private boolean silent;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "S",
            description =
                    "How long they sing (${DEFAULT-VALUE}); the run takes 20 to 35 s more, until the last has heard it.")
    private int seconds;

    @Option(
            names = "--late-max",
            defaultValue = "0.1%",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            description = "Messages that may be handed to a socket over 20 ms after closing (${DEFAULT-VALUE});"
                    + " with --v1: turns that may be answered more than 600 ms late.")
    private double lateMax;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Decides what is sung and what is injected (default: a new one, printed).")
    private long seed;

    @Option(
            names = "--codec",
            defaultValue = "auto",
            paramLabel = "auto|concentus|libopus",
            description = "The tester's own Opus (default: ${DEFAULT-VALUE}).")
    private String codec;

    @Option(
            names = "--kill",
            paramLabel = "shard|state@T",
            description =
                    "Kill a server process at second T of the song; the song must go on, errors are allowed for 20 s.")
    private @Nullable String kill;

    /** How much of a run is recorded. */
    enum Recorded {
        HALF
    }

    @Option(
            names = "--record",
            paramLabel = "half",
            description = {
                "Over v2, with --direct: in a room of its own, recorded for two quarters of the song (off, on, off, on);",
                "tells what that costs the servers. At 100 singers and more over 5 % is a broken promise."
            })
    private @Nullable Recorded record;

    @Option(names = "--fault", hidden = true, description = "drop:SINGER or shift:SINGER:MS, unknown to the check.")
    private @Nullable String fault;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        List<Target> targets = target.targets();
        OpusCodec opus = VoiceOptions.open(codec, spec);
        ChoirPlan asked = plan();
        ChoirPlan plan;
        ChoirKill killed = killed();
        ChoirFault hidden = hidden();
        Instant startedAt = LiveTime.timeOfDay();
        TerminalProgress progress = output.progress();
        progress.step(String.format(
                Locale.ROOT,
                "seed %d; %d singers, %.0f s",
                seed,
                asked.settings().singers(),
                asked.seconds()));
        ChoirTransport transport = transport(targets, opus, killed, hidden);
        Performance performance;
        Findings findings;
        try {
            performance = transport.perform(asked, progress);
            plan = transport.performed(asked);
            progress.step("listening to " + performance.heard().size() + " different streams");
            findings = new ChoirChecker(plan, performance, transport.levels()).check(performance.heard());
        } catch (IOException e) {
            throw new StressException(targets.getFirst().uri() + ": " + e.getMessage(), e);
        } finally {
            progress.end();
        }
        List<String> broken = new ChoirPromise(lateMax).brokenBy(plan, performance, findings);
        RecordingReport.judge(transport.recording(), plan.settings().singers(), broken);
        ObjectNode report = ReportFiles.begin("choir", startedAt, seed);
        report.put("command", output.command());
        ChoirReport.fill(report, plan, performance, findings, broken);
        TickReport.fill(report, transport.ticks(), singingFromNs(performance));
        ChoirLines.print(output.people(), plan, performance, findings, broken);
        TickReport.print(output.people(), report);
        RecordingReport.fill(report, transport.recording());
        RecordingReport.print(output.people(), transport.recording());
        output.finish(report);
        return broken.isEmpty() ? 0 : Stress.BROKEN;
    }

    private ChoirTransport transport(
            List<Target> targets, OpusCodec opus, @Nullable ChoirKill killed, ChoirFault hidden) {
        if (v1) {
            return new V1Transport(
                    new V1Transport.Setup(
                            targets, opus, target.room(), LiveTime.newUserPrefix(), target.processes(), killed, hidden),
                    new LiveTime());
        }
        String room = target.room().isEmpty() ? "main" : target.room();
        return new V2Transport(
                new V2Transport.Setup(
                        targets,
                        target.isDirect(),
                        target.shards(),
                        opus,
                        room,
                        !silent,
                        target.processes(),
                        killed,
                        hidden,
                        record != null),
                new LiveTime());
    }

    /** When the first chirp was sent. */
    private static long singingFromNs(Performance performance) {
        return performance.sung().stream()
                .filter(each -> each.fact() != Sung.Fact.NOT_SENT)
                .mapToLong(Sung::fromNs)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private ChoirPlan plan() {
        if (seed == 0) {
            seed = LiveTime.newSeed();
        }
        try {
            ChoirSettings.Network wanted = network.network();
            String refusal = refusal(wanted);
            if (!refusal.isEmpty()) {
                throw new IllegalArgumentException(refusal);
            }
            int rows = buckets == null ? Math.min(ROWS, singers) : buckets;
            return ChoirPlan.of(new ChoirSettings(seed, singers, rows, seconds, wanted));
        } catch (IllegalArgumentException e) {
            throw bad(e);
        }
    }

    private String refusal(ChoirSettings.Network wanted) {
        if (record != null && (v1 || !target.isDirect() || !target.room().isEmpty() || kill != null)) {
            return "--record goes with --direct, over v2, in a room of its own, and without --kill";
        }
        if (v1) {
            return silent ? "--silent: over v1 there is no hum to leave out" : V1Transport.refusal(wanted);
        }
        return buckets != null ? "--buckets: over v2 the server says who sits where; use it with --v1" : "";
    }

    private @Nullable ChoirKill killed() {
        if (kill == null) {
            return null;
        }
        try {
            ChoirKill parsed = ChoirKill.parse(kill);
            if (parsed.process(target.processes().get(), seed).isEmpty()) {
                throw new IllegalArgumentException(
                        "--kill " + kill + ": no such process is known; --data or --pids names them");
            }
            return parsed;
        } catch (IllegalArgumentException e) {
            throw bad(e);
        }
    }

    private ChoirFault hidden() {
        try {
            return fault == null ? ChoirFault.NONE : ChoirFault.parse(fault);
        } catch (IllegalArgumentException e) {
            throw bad(e);
        }
    }

    private ParameterException bad(IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
}
