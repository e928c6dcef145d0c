package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A real {@code brigade up} in a process of its own, on a free port, for tests. */
final class UpProcess implements AutoCloseable {
    /** Generous: the machine may build and test other things at the same time. */
    private static final long LIMIT_S = 120;

    private final Path data;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private UpProcess(Path data, Process process) {
        this.data = data;
        this.process = process;
        Thread reader = new Thread(this::readLines, "up-output");
        reader.setDaemon(true);
        reader.start();
    }

    static UpProcess start(Path data, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString(), "--shards", "2"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--port")) {
            arguments.addAll(List.of("--port", "0"));
        }
        List<String> command = JavaCommand.of(new ChildSpec("up", "brigade.launcher.Brigade", arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Nobody sings here: no need to warm up for it.
        builder.environment().put("BRIGADE_STATE_REHEARSE", "false");
        builder.environment().put("BRIGADE_SHARD_REHEARSE", "false");
        return new UpProcess(data, builder.start());
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                System.out.println("up: " + line);
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // A killed process' output is closed under the reader: what it said until then is there.
            System.out.println("up: its output ended: " + e.getMessage());
        }
    }

    boolean said(String part) {
        synchronized (lines) {
            return lines.stream().anyMatch(line -> line.contains(part));
        }
    }

    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (long waitedMs = 0; waitedMs < LIMIT_S * 1_000; waitedMs += 50) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not within " + LIMIT_S + " s: " + what);
    }

    UpProcess awaitReady() throws InterruptedException {
        await("ready", () -> said("ready: open http://") || !process.isAlive());
        assertThat(said("ready: open http://")).as(this::output).isTrue();
        return this;
    }

    RunFile runFile() {
        return RunFile.read(data).orElseThrow(() -> new AssertionError("no run.json in " + data));
    }

    Map<String, ProcessIdentity> children() {
        return runFile().children();
    }

    long pidOf(String child) {
        return children().getOrDefault(child, new ProcessIdentity(-1, "none")).pid();
    }

    /** Status of a GET at the front door; 0 when nobody listens. */
    int get(String path) {
        return send(path, HttpRequest.newBuilder().GET());
    }

    /** Status of an empty POST at the front door; 0 when nobody listens. */
    int post(String path) {
        return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
    }

    private int send(String path, HttpRequest.Builder request) {
        URI address = URI.create("http://127.0.0.1:" + runFile().plan().frontPort() + path);
        try {
            return client.send(
                            request.uri(address).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL for one child. */
    void killChild(String child) {
        ProcessHandle.of(pidOf(child)).orElseThrow().destroyForcibly();
    }

    /** SIGKILL for the launcher alone. */
    void killLauncher() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }

    /** What Ctrl-C sends. */
    int interrupt() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        return awaitExit();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS))
                .as("the launcher ends")
                .isTrue();
        return process.exitValue();
    }

    /** Ends this launcher and its children, whatever state they are in. */
    @Override
    public void close() {
        client.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        // Only what this launcher left: on the same data folder another one may run.
        RunFile.read(data)
                .filter(run -> run.launcher().pid() == process.pid())
                .ifPresent(run -> run.children().values().stream()
                        .filter(ProcessIdentity::alive)
                        .forEach(child -> ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly)));
    }
}
