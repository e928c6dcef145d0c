package brigade.launcher;

import brigade.launcher.watch.HouseLook;
import brigade.launcher.watch.ProcessLook;
import brigade.launcher.watch.Scrape;
import brigade.launcher.watch.TopText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code brigade top}: how a running stack does, in a terminal. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows how a running \"up\" does: rooms, singers, late sound, ticks, calls, journals, and what each",
            "process and its busiest thread use. Again and again until Ctrl-C. Linux only."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:nothing runs, or with --once a part does not answer", "2:a wrong command line"})
final class TopCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Path PROC = Path.of("/proc");
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Spec
    CommandSpec spec;

    @Option(
            names = "--every",
            defaultValue = "2",
            paramLabel = "S",
            description = "Seconds between two looks (${DEFAULT-VALUE}).")
    double everySeconds;

    @Option(names = "--once", description = "One look, over --every seconds, then end: for scripts.")
    boolean once;

    @Mixin
    DataOption data;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** All that is seen at one moment. */
    private record Look(long ns, Scrape figures, Map<String, ProcessLook> processes, List<String> away) {}

    @Override
    public Integer call() throws InterruptedException {
        if (!(everySeconds >= 0.2 && everySeconds <= 3_600)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--every " + everySeconds + ": 0.2 to 3600 seconds");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = !once
                && Optional.ofNullable(System.console())
                        .map(java.io.Console::isTerminal)
                        .orElse(false);
        Look before = look(run());
        while (true) {
            Thread.sleep((long) (1_000 * everySeconds));
            RunFile run = run();
            Look now = look(run);
            out.print(terminal ? CLEAR : "");
            lines(run, before, now).forEach(out::println);
            out.flush();
            if (once) {
                return now.away().isEmpty() ? 0 : 1;
            }
            before = now;
        }
    }

    private RunFile run() {
        return RunFile.read(data.folder())
                .orElseThrow(() -> new LaunchException("nothing runs on data folder " + data.folder()));
    }

    private static List<String> lines(RunFile run, Look before, Look now) {
        double seconds = (now.ns() - before.ns()) / 1e9;
        List<TopText.Row> rows = new ArrayList<>();
        now.processes().forEach((name, process) -> {
            ProcessLook then = before.processes().getOrDefault(name, process);
            rows.add(new TopText.Row(
                    name, process.cpuPercent(then, seconds), process.residentBytes(), process.busiest(then, seconds)));
        });
        String title = "Brigade at " + run.plan().url(run.config());
        return TopText.lines(title, HouseLook.of(before.figures(), now.figures(), seconds), rows, now.away());
    }

    private Look look(RunFile run) throws InterruptedException {
        List<String> pages = new ArrayList<>();
        List<String> away = new ArrayList<>();
        for (Map.Entry<String, Integer> part : ports(run.plan()).entrySet()) {
            try {
                pages.add(page(part.getValue()));
            } catch (IOException e) {
                away.add(part.getKey());
            }
        }
        Map<String, ProcessIdentity> identities = new TreeMap<>(run.children());
        identities.put("launcher", run.launcher());
        Map<String, ProcessLook> processes = new TreeMap<>();
        identities.forEach((name, identity) -> {
            if (identity.alive()) {
                ProcessLook.at(PROC, identity.pid()).ifPresent(look -> processes.put(name, look));
            }
        });
        return new Look(LauncherClock.monotonicNs(), Scrape.of(pages), processes, away);
    }

    private static Map<String, Integer> ports(StackPlan plan) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("state-server", plan.statePort());
        for (int i = 0; i < plan.shardPorts().size(); i++) {
            ports.put(StackPlan.shardName(i + 1), plan.shardPorts().get(i));
        }
        return ports;
    }

    private String page(int port) throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + port + "/metrics");
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body();
    }
}
