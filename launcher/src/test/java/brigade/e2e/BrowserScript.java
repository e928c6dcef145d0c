package brigade.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script of web/e2e that drives real browsers: run by Node.js, ended with all that it started. */
final class BrowserScript implements AutoCloseable {
    private final Process process;
    private final Path output;

    private BrowserScript(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; what it says goes to a file in {@code folder}. */
    static BrowserScript start(Path folder, String script, String... arguments) throws IOException {
        // Tests run in their module's folder.
        Path web = Path.of("").toAbsolutePath().resolveSibling("web");
        List<String> command = new ArrayList<>(List.of("node", "e2e/" + script));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "browser", ".log");
        Process process = new ProcessBuilder(command)
                .directory(web.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new BrowserScript(process, output);
    }

    /** Waits until it says {@code line}; false when it ended before, or in vain. */
    boolean awaitLine(String line, long maxSeconds) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(maxSeconds);
        while (System.nanoTime() < untilNs) {
            boolean alive = process.isAlive();
            if (Files.readAllLines(output).contains(line)) {
                return true;
            }
            if (!alive) {
                return false;
            }
            Thread.sleep(100);
        }
        return false;
    }

    /** Waits for its end and prints what it said; its exit code, -1 when it took too long. */
    int awaitEnd(long maxSeconds) throws IOException, InterruptedException {
        boolean ended = process.waitFor(maxSeconds, TimeUnit.SECONDS);
        System.out.println(Files.readString(output));
        return ended ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
