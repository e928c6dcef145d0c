package brigade.stress;

import brigade.stress.load.LiveTime;
import brigade.stress.load.Target;
import brigade.stress.report.ReportFiles;
import brigade.stress.report.TerminalProgress;
import brigade.stress.report.TickReport;
import brigade.stress.stream.StreamLoad;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code stress stream}: what many singers and listeners of stream v2 cost, and whether their sound comes in time. */
@Command(
        name = "stream",
        aliases = "listen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Many singers and listeners of one room over stream v2: CPU of the servers, encodes, and how late sound comes.",
            "All come within a second; a leader sings chirps, which an ear in a row behind must find to the sample."
        })
final class StreamCommand implements Callable<Integer> {
    private static final int PEOPLE_MAX = 5_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--singers",
            defaultValue = "50",
            paramLabel = "N",
            description = "How many sing, the leader and the ear included (${DEFAULT-VALUE}).")
    private int singers;

    @Option(
            names = "--listeners",
            defaultValue = "0",
            paramLabel = "N",
            description = "How many only listen (${DEFAULT-VALUE}).")
    private int listeners;

    @Option(
            names = "--slow",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Beside them so many listeners who come and read nothing; needs --data or an \"up\" on this machine.")
    private int slow;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "S",
            description = "How long it is measured (${DEFAULT-VALUE}); the run takes 40 s more.")
    private int seconds;

    @Option(
            names = "--late-max",
            defaultValue = "0.1%",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            description = "Messages that the shards may hand to a socket over 20 ms after closing (${DEFAULT-VALUE}).")
    private double lateMax;

    @Option(
            names = "--codec",
            defaultValue = "auto",
            paramLabel = "auto|concentus|libopus",
            description = "The tester's own Opus (default: ${DEFAULT-VALUE}).")
    private String codec;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        if (singers < 2 || listeners < 0 || singers + listeners > PEOPLE_MAX || seconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--singers 2 or more, --listeners 0 or more, together at most " + PEOPLE_MAX);
        }
        Instant startedAt = LiveTime.timeOfDay();
        TerminalProgress progress = output.progress();
        Target first = target.targets().getFirst();
        URI server = first.uri().resolve("/");
        String room = target.room().isEmpty() ? "main" : target.room();
        StreamLoad load = new StreamLoad(
                server, target.shards(), target.processes(), VoiceOptions.open(codec, spec), new LiveTime());
        StreamLoad.Result result;
        try {
            result = load.run(new StreamLoad.Plan(room, singers, listeners, slow, seconds), progress);
        } catch (IOException e) {
            throw new StressException(server + ": " + e.getMessage(), e);
        } finally {
            progress.end();
        }
        boolean holds = print(result);
        ObjectNode report = ReportFiles.begin("stream", startedAt, 0);
        report.put("command", output.command());
        fill(report, result, holds);
        TickReport.fill(report, result.ticks(), result.fromNs());
        TickReport.print(output.people(), report);
        output.finish(report);
        return holds ? 0 : Stress.BROKEN;
    }

    private boolean print(StreamLoad.Result result) {
        PrintWriter out = output.people();
        double handed = result.grown("brigade_messages_sent_total");
        double late = result.grown("brigade_messages_late_total");
        out.printf(
                Locale.ROOT,
                "%d singers, %d listeners: all seated after %.0f ms; rows %.2f s apart%n",
                singers,
                listeners,
                result.seatedMs(),
                result.spacingSeconds());
        out.printf(
                Locale.ROOT,
                "%d of %d chirps of the leader found to the sample; %d messages missing, %d connections lost%n",
                result.chirpsFound(),
                result.chirps(),
                result.jumps(),
                result.losses());
        out.printf(
                Locale.ROOT,
                "sent %d voice messages, got %d of %.0f bytes; from closing to the tester p50 %.1f  p99 %.1f  max %.1f ms%n",
                result.sent(),
                result.came(),
                result.came() == 0 ? 0.0 : (double) result.bytes() / result.came(),
                result.lateUs().getValueAtPercentile(50) / 1e3,
                result.lateUs().getValueAtPercentile(99) / 1e3,
                result.lateUs().getMaxValue() / 1e3);
        out.printf(
                Locale.ROOT,
                "shards: %.0f frames encoded a second, %.0f messages handed over, %.3f %% over 20 ms late, %.0f ticks overran%n",
                result.grown("brigade_frames_encoded_total") / result.seconds(),
                handed,
                handed == 0 ? 0.0 : 100 * late / handed,
                result.grown("brigade_tick_overruns_total"));
        if (slow > 0) {
            out.printf(
                    Locale.ROOT,
                    "%d slow listeners: %.0f messages dropped for them, %.0f of them given up%n",
                    slow,
                    result.grown("brigade_sends_dropped_total"),
                    result.grown("brigade_peers_slow_total"));
        }
        double servers = result.processes().serversCpuMs();
        out.printf(
                Locale.ROOT,
                "servers: %.3f ms CPU per person-second (%.2f cores); tester %.2f cores%n",
                servers / result.processes().seconds() / (singers + listeners),
                servers / result.processes().seconds() / 1e3,
                result.processes().testerCpuMs() / result.processes().seconds() / 1e3);
        HttpCommand.printProcesses(out, result.processes());
        boolean holds = handed > 0
                && late <= lateMax * handed
                && result.jumps() == 0
                && result.losses() == 0
                && result.chirpsFound() == result.chirps();
        out.println(holds ? "PASS" : "FAIL");
        out.flush();
        return holds;
    }

    private void fill(ObjectNode report, StreamLoad.Result result, boolean holds) {
        report.put("ok", holds);
        report.putObject("figures")
                .put("singers", singers)
                .put("listeners", listeners)
                .put("seatedMs", result.seatedMs())
                .put("spacingSeconds", result.spacingSeconds())
                .put("chirps", result.chirps())
                .put("chirpsFound", result.chirpsFound())
                .put("messagesMissing", result.jumps())
                .put("connectionsLost", result.losses())
                .put("p99Ms", result.lateUs().getValueAtPercentile(99) / 1e3)
                .put("serversCpuMs", result.processes().serversCpuMs())
                .put("seconds", result.processes().seconds());
        ObjectNode counters = report.putObject("shardCounters");
        result.after().keySet().stream()
                .filter(name -> name.startsWith("brigade_"))
                .forEach(name -> counters.put(name, result.grown(name)));
    }
}
