package brigade.launcher.nginx;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nginx itself. Stateless. */
public final class NginxProgram {
    /** Debian keeps it where an ordinary user's search path does not look. */
    private static final String MORE_FOLDERS = "/usr/sbin:/usr/local/sbin:/usr/local/nginx/sbin:/opt/homebrew/bin";

    private static final long CHECK_MAX_S = 30;

    private NginxProgram() {}

    /** Where it is; empty when it is not installed. */
    public static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + MORE_FOLDERS;
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Has it check a configuration ({@code nginx -t}).
     *
     * @return what it says when it is not content; empty when it is
     * @throws IOException when it cannot be run
     */
    public static Optional<String> check(Path nginx, Path configuration) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        nginx.toString(), "-t", "-q", "-e", "stderr", "-c", configuration.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(CHECK_MAX_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(nginx + " -t does not end");
        }
        return process.exitValue() == 0 ? Optional.empty() : Optional.of(said);
    }
}
