package brigade.launcher;

import brigade.launcher.frontdoor.FrontDoor;
import brigade.launcher.nginx.NginxFolder;
import brigade.launcher.nginx.NginxProgram;
import brigade.launcher.nginx.NginxSettings;
import brigade.launcher.nginx.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx as a child of {@code up --nginx}. Supervisor thread only. */
final class LocalNginx {
    static final String NOT_INSTALLED =
            "nginx is not installed. Debian, Ubuntu: sudo apt install nginx   macOS: brew install nginx";

    private LocalNginx() {}

    private static NginxFolder folder(Path dataDir) {
        return new NginxFolder(dataDir.resolve("nginx"));
    }

    private static Path program() {
        return NginxProgram.find().orElseThrow(() -> new LaunchException(NOT_INSTALLED));
    }

    /** How it is started: one process in the foreground, so that the supervisor sees all of it. */
    static ChildSpec child(Path dataDir) {
        return new ChildSpec(
                "nginx",
                false,
                program().toString(),
                List.of(
                        "-e",
                        "stderr",
                        "-c",
                        folder(dataDir).configuration().toString(),
                        "-g",
                        "daemon off; master_process off;"));
    }

    /** Writes its files; before its start. */
    static void write(StackConfig config, StackPlan plan, Path dataDir) throws InterruptedException {
        // Started by root it would give its workers away to somebody who may not read a checkout's folders.
        String user = System.getProperty("user.name").equals("root") ? "root" : "";
        try {
            NginxSettings settings = new NginxSettings(
                    config.address().getHostAddress(),
                    plan.frontPort(),
                    plan.shardPorts(),
                    plan.doorPort(),
                    "_",
                    config.lanNames().isEmpty() ? null : SelfSigned.in(dataDir.resolve("nginx"), config.lanNames()),
                    0,
                    List.of(),
                    user,
                    "/");
            Path written = folder(dataDir).write(settings, FrontDoor.CONTENT_SECURITY_POLICY);
            Optional<String> wrong = NginxProgram.check(program(), written);
            if (wrong.isPresent()) {
                throw new LaunchException("nginx refuses its configuration " + written + ": " + wrong.get());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException("cannot set up nginx: " + e.getMessage(), e);
        }
    }
}
