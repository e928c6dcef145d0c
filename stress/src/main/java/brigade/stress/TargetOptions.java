package brigade.stress;

import brigade.stress.load.RunningStack;
import brigade.stress.load.Target;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server is loaded, and which processes belong to it: options of the modes that go through HTTP. */
final class TargetOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            split = ",",
            defaultValue = "http://localhost:8080",
            paramLabel = "URL",
            description =
                    "The front door, nginx or shards (default: ${DEFAULT-VALUE}); with several, workers take turns.")
    private List<URI> urls;

    @Option(
            names = "--direct",
            description = "Past the front door: use the shards' own ports, as run.json in --data names them.")
    private boolean direct;

    @Option(names = "--allow-remote", description = "Load servers on other machines too. Ask their owner first.")
    private boolean allowRemote;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder of the \"up\" that is loaded, to watch its processes (default: .brigade in the checkout).")
    private @Nullable Path data;

    @Option(
            names = "--pids",
            split = ",",
            paramLabel = "NAME=PID",
            description = "Processes to watch instead of those of an \"up\", such as shard-01=123,nginx=456.")
    private Map<String, Long> pids = new LinkedHashMap<>();

    @Option(
            names = "--room",
            defaultValue = "",
            paramLabel = "ID",
            description = "The room (default: the server's own choice).")
    private String room;

    /** The places to load. */
    List<Target> targets() {
        if (direct) {
            return RunningStack.read(folder())
                    .map(RunningStack::shards)
                    .filter(shards -> !shards.isEmpty())
                    .orElseThrow(() -> bad("--direct: no \"up\" runs with data folder " + folder()));
        }
        List<Target> targets = new ArrayList<>();
        for (URI url : urls) {
            targets.add(checked(url));
        }
        return targets;
    }

    /** Whether these are shards, past the front door. */
    boolean isDirect() {
        return direct;
    }

    /** The room's id; empty for the server's own choice. */
    String room() {
        if (!room.matches("[A-Za-z0-9_-]*")) {
            throw bad("--room " + room + ": letters, digits, - and _");
        }
        return room;
    }

    /** The servers' processes by name; asked again and again, since a server may be restarted. */
    Supplier<Map<String, Long>> processes() {
        if (!pids.isEmpty()) {
            Map<String, Long> fixed = Map.copyOf(pids);
            return () -> fixed;
        }
        Path folder = folder();
        return () -> {
            Optional<RunningStack> running = RunningStack.read(folder);
            return running.map(RunningStack::pids).orElse(Map.of());
        };
    }

    /** The shards' own addresses on this machine; empty when no "up" runs. */
    List<Target> shards() {
        return pids.isEmpty()
                ? RunningStack.read(folder()).map(RunningStack::shards).orElse(List.of())
                : List.of();
    }

    private Target checked(URI url) {
        try {
            Target target = Target.of(url);
            if (!allowRemote && !target.isLoopback()) {
                throw bad(url + " is another machine; --allow-remote loads it all the same");
            }
            return target;
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        } catch (UnknownHostException e) {
            throw bad("--url " + url + ": there is no such host");
        }
    }

    private Path folder() {
        Path chosen = data != null ? data : Path.of(System.getProperty("brigade.home", ""), ".brigade");
        return chosen.toAbsolutePath().normalize();
    }

    private ParameterException bad(@Nullable String message) {
        return new ParameterException(spec.commandLine(), String.valueOf(message));
    }
}
