package brigade.launcher;

import brigade.launcher.doctor.Finding;
import brigade.launcher.doctor.MachineChecks;
import brigade.launcher.doctor.MachineFacts;
import brigade.launcher.doctor.Needs;
import brigade.launcher.doctor.PublicChecks;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code brigade doctor}: whether this machine and its public address will do for an evening. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says whether this machine will do for so many singers, and whether they can reach it: cores, files, shared",
            "memory, disk, bandwidth, and with --url certificate, page and a real WebSocket through the public name.",
            "What it wants is reckoned from measured figures: docs/operating.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is FAIL", "1:something is", "2:a wrong command line"})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--singers",
            defaultValue = "30",
            paramLabel = "N",
            description = "How many will sing at a time (${DEFAULT-VALUE}).")
    int singers;

    @Option(
            names = "--rooms",
            defaultValue = "1",
            paramLabel = "N",
            description = "In how many rooms (${DEFAULT-VALUE}).")
    int rooms;

    @Option(names = "--url", paramLabel = "URL", description = "What people open, as https://choir.example.")
    @Nullable
    URI url;

    @Mixin
    DataOption data;

    @Override
    public Integer call() throws InterruptedException {
        Needs needs;
        try {
            needs = new Needs(singers, rooms);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        List<Finding> all = new ArrayList<>(MachineChecks.of(needs, MachineFacts.read(Path.of("/"), data.folder())));
        URI opened = url;
        if (opened != null) {
            if (opened.getHost() == null || !List.of("http", "https").contains(opened.getScheme())) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--url " + opened + ": an address like https://choir.example");
            }
            Instant now = Instant.ofEpochSecond(LauncherClock.unixSeconds());
            all.addAll(new PublicChecks(opened, LauncherClock::monotonicNs, now).run());
        }
        PrintWriter out = spec.commandLine().getOut();
        all.forEach(finding -> out.println(finding.text()));
        if (opened == null) {
            out.println("      The way to it was not looked at: say --url https://... as people open it.");
        }
        out.flush();
        return all.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL) ? 1 : 0;
    }
}
