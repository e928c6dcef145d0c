package brigade.launcher;

import brigade.audio.synth.ShippedTracks;
import brigade.launcher.nginx.NginxProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code brigade up}: runs everything on this machine until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a state server, codec shards and the front door on this machine and supervises them.",
        footer = {
            "",
            "The processes outlive a launcher that is killed; the next \"up\" takes them over. Ctrl-C stops all of them."
        })
final class UpCommand implements Callable<Integer> {
    /** Longer than all stages of a stop together. */
    private static final long STOP_MAX_S = AotCache.isTraining() ? 270 : 26;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "Port of the front door (${DEFAULT-VALUE}); 0 takes a free one.")
    int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address of the front door (${DEFAULT-VALUE}: this machine only).")
    String host;

    @Option(names = "--shards", paramLabel = "N", description = "Codec shards (default: one per core, at least 2).")
    @Nullable
    Integer shards;

    @Option(
            names = "--codec",
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "auto, concentus or libopus (${DEFAULT-VALUE}: libopus when it is found).")
    String codec;

    @Mixin
    DataOption data;

    @Option(
            names = "--open-main",
            description = "Opens the room \"main\" to everybody who reaches --host; it always is open on 127.0.0.1.")
    boolean openMain;

    @Option(
            names = "--nginx",
            description =
                    "Puts nginx before all, as on a real server: it listens on --port, its files are in DATA/nginx.")
    boolean nginx;

    @Option(
            names = "--lan",
            description = {
                "For a local network: nginx with a certificate made here (browsers warn once), on all addresses,",
                "the room \"main\" open, and the link as a QR code for phones."
            })
    boolean lan;

    @Override
    public Integer call() throws InterruptedException {
        StackConfig config = config();
        if (config.nginx() && NginxProgram.find().isEmpty()) {
            throw new LaunchException(LocalNginx.NOT_INSTALLED);
        }
        Path dataDir = data.folder();
        Console console = new Console(System.out, LauncherClock::timeOfDay);
        String build = System.getProperty("brigade.build", "unknown");
        try (DataDirLock _ = DataDirLock.take(dataDir, config.port())) {
            shipTracks(dataDir.resolve("tracks"));
            LocalStack stack = new LocalStack(config, build, dataDir, console, LauncherClock::monotonicNs);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stack, stopped), "stop"));
            try {
                stack.run();
            } finally {
                stopped.countDown();
            }
            return 0;
        }
    }

    /** A new data folder starts with our two melodies; whoever deletes one later does not get it back. */
    private static void shipTracks(Path tracks) {
        if (Files.exists(tracks)) {
            return;
        }
        try {
            ShippedTracks.writeTo(tracks);
        } catch (IOException e) {
            throw new LaunchException("cannot write the backing tracks into " + tracks + ": " + e.getMessage(), e);
        }
    }

    private StackConfig config() {
        try {
            int count = shards == null
                    ? StackConfig.defaultShards(Runtime.getRuntime().availableProcessors())
                    : shards;
            if (lan) {
                return lanConfig(count);
            }
            String address = host.equals("localhost") ? "127.0.0.1" : host;
            boolean open = openMain || InetAddress.ofLiteral(address).isLoopbackAddress();
            return new StackConfig(address, port, count, codec, open, nginx);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private StackConfig lanConfig(int count) {
        List<String> names = new ArrayList<>(LanAddresses.here());
        if (names.isEmpty()) {
            throw new LaunchException("this machine has no address in a local network");
        }
        names.add("localhost");
        String address = host.equals("127.0.0.1") || host.equals("localhost") ? "0.0.0.0" : host;
        return new StackConfig(address, port, count, codec, true, true, String.join(",", names));
    }

    /** Runs in the JVM's shutdown (Ctrl-C, SIGTERM): the supervisor stops the children, this waits for it. */
    private static void stopAndWait(LocalStack stack, CountDownLatch stopped) {
        stack.requestStop();
        try {
            boolean inTime = stopped.await(STOP_MAX_S, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println(
                        "brigade: stopping took too long; processes may be left, the next \"up\" finds them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
