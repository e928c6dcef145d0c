package brigade.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code brigade up} as a child process of the test, on free ports, with a data folder of its own. What it started ends
 * with it, also when the test JVM is ended.
 */
final class TestStack implements AutoCloseable {
    /**
     * Settings for songs with whole seconds to spare: without the rehearsals it is ready in two thirds of the time, and two
     * stacks that start at once do not starve each other.
     */
    static final Map<String, String> UNREHEARSED =
            Map.of("BRIGADE_STATE_REHEARSE", "false", "BRIGADE_SHARD_REHEARSE", "false");

    private static final long READY_MAX_NS = 120_000_000_000L;
    private static final long STOP_MAX_S = 30;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path data;
    private final Process up;
    private final Thread emergency = new Thread(this::endAll, "end-stack");
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    private TestStack(Path data, Process up) throws IOException, InterruptedException {
        this.data = data;
        this.up = up;
        Runtime.getRuntime().addShutdownHook(emergency);
        try {
            port = awaitReady();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts it and waits until every part is ready.
     *
     * @param data an empty folder, or one with tracks
     * @param environment settings of the children
     */
    static TestStack start(Path data, int shards, Map<String, String> environment)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                "brigade.launcher.Brigade",
                "up",
                "--port",
                "0",
                "--shards",
                Integer.toString(shards),
                "--data",
                data.toString());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("up.log").toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        return new TestStack(data, builder.start());
    }

    /** Its data folder. */
    Path data() {
        return data;
    }

    /** The front door. */
    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Exchange v1 on that shard, from 1, through the front door. */
    URI api(int shard) {
        return url().resolve("/api/0" + shard);
    }

    /** The port of that shard, from 1. */
    int shardPort(int shard) throws IOException {
        JsonNode ports = runFile().path("plan").path("shardPorts");
        return ports.path(shard - 1).asInt(0);
    }

    /** Folder of the shared memory files. */
    Path runDir() throws IOException {
        return Path.of(runFile().path("plan").path("runDir").asString(""));
    }

    /** Whether every part answers. */
    boolean isReady() throws InterruptedException {
        return answersOk("/healthz", port);
    }

    /** Waits until every part answers, after one was killed. */
    void awaitAllReady() throws IOException, InterruptedException {
        awaitReady();
    }

    /** Process id of a child: state-server, shard-01, ... */
    long pid(String child) throws IOException {
        return runFile().path("children").path(child).path("pid").asLong(0);
    }

    /** {@code kill -9}. */
    void kill(String child) throws IOException {
        ProcessHandle.of(pid(child)).orElseThrow().destroyForcibly();
    }

    /** The children's output so far, for the message of a failed test. */
    String log(String child) throws IOException {
        Path file = data.resolve("logs").resolve(child + ".log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** What {@code up} said. */
    String upLog() throws IOException {
        return Files.readString(data.resolve("up.log"));
    }

    private JsonNode runFile() throws IOException {
        try {
            return JSON.readTree(Files.readString(data.resolve("run.json")));
        } catch (JacksonException e) {
            throw new IOException("run.json is not JSON", e);
        }
    }

    private int awaitReady() throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + READY_MAX_NS;
        while (System.nanoTime() < untilNs) {
            if (!up.isAlive()) {
                throw new IllegalStateException("brigade up ended with " + up.exitValue() + ":\n" + upLog());
            }
            if (Files.exists(data.resolve("run.json"))) {
                Priority.handOnTo(children());
                int front = runFile().path("plan").path("frontPort").asInt(0);
                if (front > 0 && answersOk("/healthz", front)) {
                    return front;
                }
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("not ready in time:\n" + upLog() + log("state-server") + log("shard-01"));
    }

    private boolean answersOk(String path, int at) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private List<ProcessHandle> children() {
        List<ProcessHandle> children = new ArrayList<>();
        try {
            if (Files.exists(data.resolve("run.json"))) {
                for (JsonNode child : runFile().path("children")) {
                    ProcessHandle.of(child.path("pid").asLong(0)).ifPresent(children::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return children;
    }

    private void endAll() {
        List<ProcessHandle> children = children();
        up.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
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
        client.shutdownNow();
    }
}
