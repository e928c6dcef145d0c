package brigade.stress;

import brigade.stress.load.LiveTime;
import brigade.stress.load.RunningStack;
import brigade.stress.load.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code brigade up} as a child process of a test, on free ports, with a data folder of its own. What it started ends
 * with it, also when the test JVM is ended.
 */
public final class StackProcess implements AutoCloseable {
    private static final long READY_MAX_NS = 120_000_000_000L;
    private static final long STOP_MAX_S = 30;

    private final LiveTime time = new LiveTime();
    private final Path data;
    private final Process up;
    private final Thread emergency = new Thread(this::endAll, "end-stack");

    /** Starts it and waits until every shard is ready. */
    public StackProcess(Path data, int shards) throws IOException, InterruptedException {
        this.data = data;
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "brigade.launcher.Brigade",
                "up",
                "--port",
                "0",
                "--shards",
                Integer.toString(shards),
                "--data",
                data.toString());
        builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("up.log").toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        up = builder.start();
        Runtime.getRuntime().addShutdownHook(emergency);
        try {
            awaitReady();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long untilNs = time.nowNs() + READY_MAX_NS;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (time.nowNs() < untilNs) {
                List<Target> shards =
                        RunningStack.read(data).map(RunningStack::shards).orElse(List.of());
                boolean ready = !shards.isEmpty();
                for (Target shard : shards) {
                    ready &= isReady(client, shard);
                }
                if (ready) {
                    return;
                }
                if (!up.isAlive()) {
                    break;
                }
                time.awaitNs(time.nowNs() + 200_000_000L);
            }
        }
        throw new IllegalStateException("not ready:\n" + Files.readString(data.resolve("up.log")));
    }

    private static boolean isReady(HttpClient client, Target shard) throws InterruptedException {
        URI page = URI.create("http://" + shard.host() + ":" + shard.port() + "/ready");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void endAll() {
        Collection<Long> pids =
                RunningStack.read(data).map(stack -> stack.pids().values()).orElse(List.of());
        up.destroyForcibly();
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Override
    public void close() {
        up.destroy();
        try {
            if (!up.waitFor(STOP_MAX_S, TimeUnit.SECONDS)) {
                endAll();
            }
        } catch (InterruptedException e) {
            endAll();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(emergency);
    }
}
