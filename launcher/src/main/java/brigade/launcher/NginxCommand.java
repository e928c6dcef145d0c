package brigade.launcher;

import brigade.launcher.frontdoor.FrontDoor;
import brigade.launcher.nginx.NginxFolder;
import brigade.launcher.nginx.NginxPlaces;
import brigade.launcher.nginx.NginxProgram;
import brigade.launcher.nginx.NginxSettings;
import brigade.launcher.nginx.SelfSigned;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code brigade nginx}: writes what nginx needs to serve everything, and has nginx check it. */
@Command(
        name = "nginx",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes nginx' configuration and the web app into a folder, and checks them with \"nginx -t\".",
        footer = {
            "",
            "Shards that stand behind it are started with --stream-url /api/NN/stream, as \"up --nginx\" does.",
            "For a real name: --name choir.example --port 443 --certificate FILE --key FILE; nginx/README.md tells how to",
            "get them from certbot. For a local network: --port 8443 --self-signed 192.168.1.20,singing.local"
        })
final class NginxCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
    Path out;

    @Option(names = "--shards", required = true, paramLabel = "N", description = "How many shards there are.")
    int shards;

    @Option(
            names = "--shard-port",
            defaultValue = "8081",
            paramLabel = "PORT",
            description = "The first shard's port (${DEFAULT-VALUE}); the others follow.")
    int shardPort;

    @Option(
            names = "--health-port",
            required = true,
            paramLabel = "PORT",
            description = "Who answers /healthz on this machine: the state server's --health-port, or a front door's.")
    int healthPort;

    @Option(
            names = "--host",
            defaultValue = "0.0.0.0",
            paramLabel = "ADDRESS",
            description = "Listen here (${DEFAULT-VALUE}).")
    String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "Listen here (${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--name", defaultValue = "_", paramLabel = "NAME", description = "The host's public name (any).")
    String name;

    @Option(names = "--certificate", paramLabel = "FILE", description = "PEM with the whole chain.")
    @Nullable
    Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM with the certificate's key.")
    @Nullable
    Path key;

    @Option(
            names = "--self-signed",
            split = ",",
            paramLabel = "NAME",
            description = "Makes a certificate for these names and addresses: browsers warn once, then sing.")
    List<String> selfSigned = List.of();

    @Option(
            names = "--http-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "With TLS: plain HTTP here is sent on to https (usually 80; 0: not served).")
    int httpPort;

    @Option(
            names = "--trusted-proxy",
            split = ",",
            paramLabel = "NETWORK",
            description = "A load balancer before nginx, whose X-Forwarded-For is believed.")
    List<String> trustedProxies = List.of();

    @Option(
            names = "--user",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Whose nginx' workers are, if root starts it.")
    String user;

    @Option(
            names = "--folder",
            defaultValue = "/",
            paramLabel = "PATH",
            description =
                    "One of several houses behind one name: all its addresses also begin with this, as /1/ (none).")
    String folder;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "For a container: nginx writes here and nowhere else, and logs to its output (the folder of --out).")
    @Nullable
    Path work;

    @Option(
            names = "--web",
            paramLabel = "DIR",
            description = "With --work: where the web app lies in nginx' image (/usr/share/brigade/web).")
    Path web = Path.of("/usr/share/brigade/web");

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter says = spec.commandLine().getOut();
        try {
            NginxSettings settings = new NginxSettings(
                    host,
                    port,
                    IntStream.range(0, Math.clamp(shards, 0, NginxSettings.SHARDS_MAX + 1))
                            .mapToObj(shard -> shardPort + shard)
                            .toList(),
                    healthPort,
                    name,
                    tls(),
                    httpPort,
                    trustedProxies,
                    user,
                    folder);
            Path written = place().write(settings, FrontDoor.CONTENT_SECURITY_POLICY);
            says.println("wrote " + written);
            Optional<Path> nginx = NginxProgram.find();
            if (work != null) {
                return CommandLine.ExitCode.OK; // what it names lies in a container
            }
            if (nginx.isEmpty()) {
                says.println("not checked: " + LocalNginx.NOT_INSTALLED);
                return CommandLine.ExitCode.OK;
            }
            Optional<String> wrong = NginxProgram.check(nginx.get(), written);
            if (wrong.isPresent()) {
                throw new LaunchException("nginx refuses " + written + ": " + wrong.get());
            }
            says.println("nginx -t is content; run it: " + nginx.get() + " -e stderr -c " + written);
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            throw new LaunchException("cannot write into " + out + ": " + e.getMessage(), e);
        }
    }

    private NginxFolder place() {
        Path to = out.toAbsolutePath().normalize();
        return work == null ? new NginxFolder(to) : new NginxFolder(to, NginxPlaces.inContainer(to, web, work));
    }

    private NginxSettings.@Nullable Tls tls() throws IOException, InterruptedException {
        if (!selfSigned.isEmpty()) {
            if (certificate != null || key != null) {
                throw new IllegalArgumentException("--self-signed and --certificate exclude each other");
            }
            return SelfSigned.in(out, selfSigned);
        }
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("--certificate and --key belong together");
        }
        for (Path file : List.of(certificate, key)) {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("cannot read " + file);
            }
        }
        return new NginxSettings.Tls(certificate, key, true);
    }
}
