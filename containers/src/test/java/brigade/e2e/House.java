package brigade.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.testcontainers.DockerClientFactory;

/**
 * nginx, a state server and shards, each a part that a test may kill, pause, stop and start: in containers where an engine answers,
 * as processes with Debian's nginx elsewhere. What is ended here is not started by itself: the test is the kubelet. All of it is
 * gone after {@link #close}. One thread.
 */
abstract class House implements AutoCloseable {
    /** Slots that nginx knows: the last one is for a surge. */
    static final int SLOTS = 4;

    /** It is one of several behind a name, as a pod. */
    static final int ORDINAL = 1;

    static final String FOLDER = "/" + ORDINAL + "/";
    static final String NGINX = "nginx";
    static final String STATE_SERVER = "state-server";

    /** Songs have seconds to spare: parts are ready sooner without rehearsals. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("BRIGADE_STATE_REHEARSE", "false", "BRIGADE_SHARD_REHEARSE", "false");

    static final int STOP_MAX_S = 15;

    private static final long READY_MAX_MS = 90_000;
    private static final long LOOK_MS = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, Integer> starts = new HashMap<>();

    /** Starts one with so many shards, and waits until all of them are ready. */
    static House start(int shards) throws IOException, InterruptedException {
        House house = kind();
        System.out.println("the house is made of " + house.material());
        try {
            house.build();
            house.run(
                    STATE_SERVER,
                    List.of(
                            STATE_SERVER,
                            "--health-port",
                            Integer.toString(house.healthPort()),
                            "--ordinal",
                            Integer.toString(ORDINAL),
                            "--open-main"));
            IntStream.rangeClosed(1, shards).forEach(house::startShard);
            for (int shard = 1; shard <= shards; shard++) {
                house.awaitReady(shard);
            }
            return house;
        } catch (IOException | InterruptedException | RuntimeException e) {
            house.starts.keySet().forEach(part -> System.out.println(house.log(part)));
            try (house) {
                throw e;
            }
        }
    }

    /** {@code -Dbrigade.house=processes} has it made of processes also where an engine is. */
    private static House kind() throws IOException {
        boolean processes = System.getProperty("brigade.house", "").equals("processes");
        if (processes || !DockerClientFactory.instance().isDockerAvailable()) {
            System.out.println(
                    processes ? "processes are asked for" : "no container engine answers: processes instead");
            return new ProcessHouse();
        }
        return new ContainerHouse();
    }

    /** What it is made of, in a word. */
    abstract String material();

    /** nginx with its configuration, and where the others meet. */
    abstract void build() throws IOException, InterruptedException;

    /** Starts one of our programs as a new part; it is told where its folders are. */
    abstract void run(String part, List<String> command);

    /** Starts an ended part as it was started before. */
    abstract void startAgain(String part);

    /** {@code kill -9}. */
    abstract void kill(String part);

    /** SIGTERM, and waits: what is ended thereby in order. */
    abstract void stop(String part);

    /** Holds all its threads. */
    abstract void pause(String part);

    /** Lets them go on. */
    abstract void unpause(String part);

    /** Takes the network between nginx and its clients away; {@link #mend} gives it back. */
    abstract void cut();

    /** Gives the network back. */
    abstract void mend();

    /** What it said, from its first start on. */
    abstract String log(String part);

    /** nginx' port for clients. */
    abstract int port();

    /** The first shard's port; the others follow. */
    abstract int shardPort();

    /** Where the state server answers nginx. */
    abstract int healthPort();

    /** nginx. */
    final URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The stream of that shard, through nginx. */
    final URI stream(int shard) {
        return URI.create(String.format(Locale.ROOT, "ws://127.0.0.1:%d/api/%02d/stream", port(), shard));
    }

    static String shardName(int shard) {
        return "shard-" + shard;
    }

    /** Starts a part that was ended. */
    final void start(String part) {
        starts.merge(part, 1, Integer::sum);
        startAgain(part);
    }

    /** Starts a shard, or a new one where one was ended. */
    final void startShard(int shard) {
        String part = shardName(shard);
        if (starts.containsKey(part)) {
            start(part);
            return;
        }
        starts.put(part, 1);
        run(
                part,
                List.of(
                        "codec-shard",
                        "--shard",
                        Integer.toString(shard),
                        "--port",
                        Integer.toString(shardPort() + shard - 1),
                        "--open-main",
                        "--stream-url",
                        String.format(Locale.ROOT, "%sapi/%02d/stream", FOLDER, shard)));
    }

    /** The command that writes nginx' configuration for all slots. */
    final List<String> nginxConfiguration() {
        return List.of(
                NGINX,
                "--shards",
                Integer.toString(SLOTS),
                "--shard-port",
                Integer.toString(shardPort()),
                "--health-port",
                Integer.toString(healthPort()),
                "--folder",
                FOLDER);
    }

    /** Waits until that shard takes people. */
    final void awaitReady(int shard) throws InterruptedException {
        String part = shardName(shard);
        int times = Objects.requireNonNull(starts.get(part), part);
        await(part + " to be warm", part, () -> log(part).split(" is warm", -1).length > times);
        await(part + " to answer", part, () -> status(String.format(Locale.ROOT, "/api/%02d", shard)) == 200);
    }

    /** Waits until {@code /healthz} says so: 200 while all is well, 503 while the state server is away. */
    final void awaitHealth(int status) throws InterruptedException {
        await("/healthz to answer " + status, STATE_SERVER, () -> status("/healthz") == status);
    }

    /** An answer through nginx: status and body. */
    final HttpResponse<String> get(String path) throws InterruptedException, IOException {
        return http.send(
                HttpRequest.newBuilder(url().resolve(path))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** 0: nobody answers. */
    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void await(String what, String part, BooleanSupplier isSo) throws InterruptedException {
        for (long waitedMs = 0; waitedMs < READY_MAX_MS; waitedMs += LOOK_MS) {
            if (isSo.getAsBoolean()) {
                return;
            }
            Thread.sleep(LOOK_MS);
        }
        throw new IllegalStateException("waited in vain for " + what + ":\n" + log(part));
    }

    @Override
    public void close() throws IOException {
        http.shutdownNow();
    }
}
