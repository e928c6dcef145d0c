package brigade.state;

import brigade.journal.JournalLimits;
import brigade.rpc.RunDir;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The flags of the state server; what is not given comes from the environment, then from the file, then from here. */
@Command(
        name = "brigade state-server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the process that owns the rooms and the sound.",
        footer = {
            "",
            "Every flag is also a variable, such as BRIGADE_STATE_RUN_DIR, and a key of the",
            "file, such as run-dir. Flags come before variables, variables before the file."
        })
final class StateServerCommand {
    /** What our variables begin with. */
    static final String ENVIRONMENT_PREFIX = "BRIGADE_STATE_";

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Folder in shared memory where processes meet; usually /dev/shm/brigade-8080.")
    Path runDir = RunDir.usual("8080");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of what must survive, such as tracks/. Default: ${DEFAULT-VALUE}.")
    Path dataDir = Path.of(".brigade");

    @Option(
            names = {"--health-port", "--port"},
            paramLabel = "PORT",
            description =
                    "Port of /healthz, /counters, /rooms and /metrics on loopback; 0 any, -1 none. Default: ${DEFAULT-VALUE}.")
    int healthPort = -1;

    @Option(names = "--open-main", description = "Have a room main that is open to everybody.")
    boolean openMain;

    @Option(
            names = "--max-users",
            paramLabel = "N",
            description = "People that each room takes. Default: ${DEFAULT-VALUE}.")
    int usersMax = StateServerConfig.USERS_MAX_DEFAULT;

    @Option(names = "--instance-name", paramLabel = "NAME", description = "Name of the house that clients are shown.")
    String instanceName = "";

    @Option(
            names = "--realtime",
            arity = "1",
            paramLabel = "true|false",
            description =
                    "The thread that mixes comes before all others where the system permits it. Default: ${DEFAULT-VALUE}.")
    boolean realtime = true;

    @Option(
            names = "--rehearse",
            arity = "1",
            paramLabel = "true|false",
            description =
                    "After the start, while nobody is there, a made-up choir warms it up. Default: ${DEFAULT-VALUE}.")
    boolean rehearse = true;

    @Option(
            names = "--ordinal",
            paramLabel = "N",
            description = "Number of this house among those that share an address, as a pod's; rooms' ids end in it.")
    int ordinal;

    @Option(
            names = "--drain-max-seconds",
            paramLabel = "N",
            description =
                    "SIGTERM lets songs go on so long, and none begins. Default: ${DEFAULT-VALUE}, it ends at once.")
    int drainMaxSeconds;

    @Option(
            names = "--journal-max-bytes",
            paramLabel = "N",
            description = "Bytes of the journal of what happens in rooms; the oldest go. Default: ${DEFAULT-VALUE}.")
    long journalMaxBytes = StateServerConfig.JOURNAL_DEFAULT.maxBytes();

    @Option(
            names = "--journal-max-hours",
            paramLabel = "N",
            description = "How long it is kept. Default: ${DEFAULT-VALUE}.")
    long journalMaxHours = StateServerConfig.JOURNAL_DEFAULT.maxAgeSeconds() / 3_600;

    @Option(
            names = "--journal-free-bytes",
            paramLabel = "N",
            description = "It writes nothing when the disk has less room. Default: ${DEFAULT-VALUE}.")
    long journalFreeBytes = StateServerConfig.JOURNAL_DEFAULT.freeBytesMin();

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with any of these keys.")
    @Nullable
    Path configFile;

    private StateServerCommand() {}

    /**
     * All layers as one checked config; empty when help was asked for and printed.
     *
     * @throws IllegalArgumentException when a key is unknown or a value is wrong, with one line that says which
     */
    static Optional<StateServerConfig> parse(String[] args, Map<String, String> environment, PrintWriter out) {
        try {
            // First the flags alone, for --help and the file's name; then all layers.
            StateServerCommand flags = new StateServerCommand();
            CommandLine flagsLine = new CommandLine(flags).setOut(out);
            if (CommandLine.executeHelpRequest(flagsLine.parseArgs(args)) != null) {
                return Optional.empty();
            }
            ConfigLayers layers = layers(flagsLine, environment, flags.configFile);
            StateServerCommand all = new StateServerCommand();
            new CommandLine(all)
                    .setDefaultValueProvider(
                            argument -> argument instanceof OptionSpec option ? layers.get(keyOf(option)) : null)
                    .parseArgs(args);
            return Optional.of(all.toConfig());
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static ConfigLayers layers(CommandLine line, Map<String, String> environment, @Nullable Path fileByFlag) {
        TreeSet<String> keys = line.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(StateServerCommand::keyOf)
                .collect(Collectors.toCollection(TreeSet::new));
        String fileByVariable = environment.get(ENVIRONMENT_PREFIX + "CONFIG");
        Path file = fileByFlag != null ? fileByFlag : fileByVariable != null ? Path.of(fileByVariable) : null;
        ConfigLayers layers = new ConfigLayers(keys, ENVIRONMENT_PREFIX);
        if (file != null) {
            layers.addFile(file);
        }
        layers.addEnvironment(environment);
        return layers;
    }

    /** The first name counts; others are there for old callers. */
    private static String keyOf(OptionSpec option) {
        return option.names()[0].replaceFirst("^-+", "");
    }

    private JournalLimits journal() {
        if (journalMaxBytes < 8L << 20 || journalMaxHours < 1 || journalFreeBytes < 0) {
            throw new IllegalArgumentException(
                    "journal-max-bytes must be at least 8388608, journal-max-hours at least 1, journal-free-bytes at least 0");
        }
        return JournalLimits.of(journalMaxBytes, journalMaxHours * 3_600, journalFreeBytes);
    }

    private StateServerConfig toConfig() {
        return new StateServerConfig(
                runDir,
                dataDir,
                healthPort,
                openMain,
                usersMax,
                instanceName,
                realtime,
                journal(),
                rehearse,
                ordinal,
                drainMaxSeconds);
    }
}
