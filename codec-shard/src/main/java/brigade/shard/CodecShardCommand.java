package brigade.shard;

import brigade.shard.codec.CodecChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code brigade codec-shard}: runs one shard until it is told to end. */
@Command(
        name = "codec-shard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs one codec shard: HTTP and Opus for its singers. \"up\" starts them by itself.",
            "Every option may also come from the environment (BRIGADE_SHARD_RUN_DIR for",
            "--run-dir) or from the --config file."
        })
public final class CodecShardCommand implements Callable<Integer> {
    private static final String DEFAULT_PORT = "8081";
    private static final String DEFAULT_MAX_USERS = "2000";
    private static final String DEFAULT_UPLOAD_MAX_BYTES = "104857600";

    @Spec
    CommandSpec spec;

    @Option(names = "--shard", required = true, paramLabel = "K", description = "Number of this shard, from 1.")
    int shard;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Listen here (127.0.0.1).")
    String host;

    @Option(
            names = "--port",
            defaultValue = DEFAULT_PORT,
            paramLabel = "PORT",
            description = "Listen here (" + DEFAULT_PORT + "); 0 takes a free one.")
    int port;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the state server's shared files are (/dev/shm/brigade-8080).")
    @Nullable
    Path runDir;

    @Option(
            names = "--data",
            defaultValue = ".brigade",
            paramLabel = "DIR",
            description = "Folder for what must survive: uploaded tracks (.brigade).")
    Path data;

    @Option(
            names = "--codec",
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "auto, concentus or libopus (auto: libopus where it is installed).")
    CodecChoice codec;

    @Option(
            names = "--operator-token",
            paramLabel = "TOKEN",
            description = "Who sends it may read /metrics and telemetry, and make rooms.")
    @Nullable
    String operatorToken;

    @Option(
            names = "--max-users",
            defaultValue = DEFAULT_MAX_USERS,
            paramLabel = "N",
            description = "Users at a time (" + DEFAULT_MAX_USERS + ").")
    int maxUsers;

    @Option(
            names = "--upload-max-bytes",
            defaultValue = DEFAULT_UPLOAD_MAX_BYTES,
            paramLabel = "N",
            description = "Longest uploaded file (" + DEFAULT_UPLOAD_MAX_BYTES + ").")
    long uploadMaxBytes;

    @Option(
            names = "--open-main",
            defaultValue = "false",
            description = "The room main is open for all although the world can reach this address.")
    boolean openMain;

    @Option(
            names = "--allowed-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Pages from there may open a stream too (https://choir.example); may be repeated.")
    List<String> allowedOrigins = List.of();

    @Option(
            names = "--stream-url",
            paramLabel = "URL",
            description = "Where clients reach this shard's /stream, when not at its own port.")
    @Nullable
    String streamUrl;

    @Option(
            names = "--realtime",
            arity = "1",
            paramLabel = "true|false",
            description = "Audio threads come before all others where the system permits it (${DEFAULT-VALUE}).")
    boolean realtime = true;

    @Option(
            names = "--rehearse",
            arity = "1",
            paramLabel = "true|false",
            description = "After the start, while nobody is there, made-up people warm it up (${DEFAULT-VALUE}).")
    boolean rehearse = true;

    @Option(
            names = "--journal-max-bytes",
            defaultValue = "8589934592",
            paramLabel = "N",
            description = "Bytes of the journal of recorded voices, of all shards; the oldest go (${DEFAULT-VALUE}).")
    long journalMaxBytes;

    @Option(
            names = "--journal-max-hours",
            defaultValue = "168",
            paramLabel = "N",
            description = "How long it is kept (${DEFAULT-VALUE}).")
    long journalMaxHours;

    @Option(
            names = "--journal-free-bytes",
            defaultValue = "268435456",
            paramLabel = "N",
            description = "Recording stops while the disk has less room (${DEFAULT-VALUE}).")
    long journalFreeBytes;

    @Option(
            names = "--takes-max-bytes",
            defaultValue = "17179869184",
            paramLabel = "N",
            description = "Bytes of finished takes; the oldest go (${DEFAULT-VALUE}).")
    long takesMaxBytes;

    @Option(
            names = "--takes-max-hours",
            defaultValue = "2160",
            paramLabel = "N",
            description = "How long they are kept (${DEFAULT-VALUE}).")
    long takesMaxHours;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with options: port = 8081.")
    @Nullable
    Path config;

    /** The command, reading these arguments' file and that environment. */
    static CommandLine commandLine(String[] arguments, Map<String, String> environment) {
        CommandLine command = new CommandLine(new CodecShardCommand());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler((wrong, _) -> {
            command.getErr().println("brigade codec-shard: " + wrong.getMessage() + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
        OptionDefaults.addTo(command, arguments, environment);
        return command;
    }

    /** The configuration that was parsed. */
    CodecShardConfig toConfig() {
        try {
            return new CodecShardConfig(
                    shard,
                    host,
                    port,
                    runDir == null ? CodecShard.usualRunDir() : runDir,
                    data,
                    codec,
                    operatorToken,
                    maxUsers,
                    uploadMaxBytes,
                    openMain,
                    allowedOrigins,
                    streamUrl,
                    realtime,
                    new RecordingConfig(
                            journalMaxBytes, journalMaxHours, journalFreeBytes, takesMaxBytes, takesMaxHours));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CodecShard running = CodecShard.launch(toConfig());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "shard-stop"));
        running.warmUp();
        if (rehearse) {
            running.rehearse();
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private static void stop(CodecShard shard) {
        try {
            shard.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            shard.close();
        }
    }
}
