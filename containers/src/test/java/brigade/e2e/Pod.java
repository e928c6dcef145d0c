package brigade.e2e;

import brigade.containers.BuiltImages;
import brigade.containers.Images;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.output.FrameConsumerResultCallback;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.ToStringConsumer;

/**
 * nginx, a state server and shards in containers of their own, as in a pod of Kubernetes: one address for all of them (nginx'
 * container holds it), a volume in memory where they meet, a volume for what must survive, read-only roots, no rights. What is
 * ended here is not started by itself: the test is the kubelet. All of it is gone after {@link #close}.
 */
final class Pod implements AutoCloseable {
    /** Slots that nginx knows: the last one is for a surge. */
    static final int SLOTS = 4;

    private static final int FIRST_WEB_PORT = 20_000;
    private static final long READY_MAX_MS = 90_000;
    private static final int STOP_MAX_S = 15;

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String name = "brigade-test-" + Long.toHexString(new Random().nextLong());
    private final Map<String, String> containers = new LinkedHashMap<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final int port;

    private Pod() throws IOException {
        port = freePort();
    }

    /** Whether there is an engine, Docker or a private one; says a word when there is none. */
    static boolean canRun() {
        boolean can = DockerClientFactory.instance().isDockerAvailable();
        if (!can) {
            System.out.println("no container engine answers: tests on containers are skipped");
        }
        return can;
    }

    /** Starts nginx, a state server and so many shards, and waits until all of them are ready. */
    static Pod start(int shards) throws IOException, InterruptedException {
        Pod pod = new Pod();
        try {
            pod.load(BuiltImages.programs());
            pod.load(BuiltImages.nginx());
            pod.volumes();
            pod.configureNginx();
            pod.startNginx();
            pod.startStateServer();
            for (int shard = 1; shard <= shards; shard++) {
                pod.startShard(shard);
            }
            for (int shard = 1; shard <= shards; shard++) {
                pod.awaitReady(shard);
            }
            return pod;
        } catch (IOException | InterruptedException | RuntimeException e) {
            pod.containers.keySet().forEach(container -> System.out.println(pod.log(container)));
            pod.close();
            throw e;
        }
    }

    /** nginx. */
    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The stream of that shard, through nginx. */
    URI stream(int shard) {
        return URI.create(String.format(Locale.ROOT, "ws://127.0.0.1:%d/api/%02d/stream", port, shard));
    }

    /** Starts a shard, or a new one where one was ended. */
    void startShard(int shard) {
        String slot = shardName(shard);
        if (containers.containsKey(slot)) {
            start(slot);
            return;
        }
        run(
                slot,
                List.of(
                        "codec-shard",
                        "--shard",
                        Integer.toString(shard),
                        "--port",
                        Integer.toString(Images.SHARD_PORT + shard - 1),
                        "--run-dir",
                        "/run/brigade",
                        "--data",
                        "/var/lib/brigade",
                        "--open-main",
                        "--stream-url",
                        String.format(Locale.ROOT, "/api/%02d/stream", shard)));
    }

    static String shardName(int shard) {
        return "shard-" + shard;
    }

    /** Waits until that shard takes people. */
    void awaitReady(int shard) throws InterruptedException {
        String slot = shardName(shard);
        int times = Objects.requireNonNull(starts.get(slot), slot);
        await(slot + " to be ready", slot, () -> log(slot).split(" is warm", -1).length > times);
        await(slot + " to answer", slot, () -> answers(String.format(Locale.ROOT, "/api/%02d", shard)));
    }

    private boolean answers(String path) {
        try {
            return get(path).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@code kill -9}. */
    void kill(String container) {
        docker.killContainerCmd(id(container)).exec();
    }

    /** SIGTERM, and what is ended thereby in order. */
    void stop(String container) {
        docker.stopContainerCmd(id(container)).withTimeout(STOP_MAX_S).exec();
    }

    /** Starts an ended one. */
    void start(String container) {
        starts.merge(container, 1, Integer::sum);
        docker.startContainerCmd(id(container)).exec();
    }

    /** Holds all its threads. */
    void pause(String container) {
        docker.pauseContainerCmd(id(container)).exec();
    }

    /** Lets them go on. */
    void unpause(String container) {
        docker.unpauseContainerCmd(id(container)).exec();
    }

    /** Takes the pod's network away, and gives it back with {@link #mend}. */
    void cut() {
        docker.disconnectFromNetworkCmd()
                .withNetworkId(name)
                .withContainerId(id("nginx"))
                .exec();
    }

    /** Gives the network back. */
    void mend() {
        docker.connectToNetworkCmd()
                .withNetworkId(name)
                .withContainerId(id("nginx"))
                .exec();
    }

    /** What it said. */
    String log(String container) {
        ToStringConsumer text = new ToStringConsumer();
        try (FrameConsumerResultCallback frames = new FrameConsumerResultCallback()) {
            frames.addConsumer(OutputFrame.OutputType.STDOUT, text);
            frames.addConsumer(OutputFrame.OutputType.STDERR, text);
            docker.logContainerCmd(id(container))
                    .withStdOut(true)
                    .withStdErr(true)
                    .exec(frames);
            frames.awaitCompletion();
        } catch (IOException e) {
            return container + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "---- " + container + "\n" + text.toUtf8String();
    }

    /** An answer through nginx: status and body. */
    HttpResponse<String> get(String path) throws InterruptedException, IOException {
        return http.send(
                HttpRequest.newBuilder(url().resolve(path))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void load(Images.Written image) throws IOException {
        try (InputStream tar = Files.newInputStream(image.tar())) {
            docker.loadImageCmd(tar).exec();
        }
    }

    private void volumes() {
        docker.createVolumeCmd()
                .withName(name + "-run")
                .withDriver("local")
                .withDriverOpts(
                        Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1g,uid=10001,gid=10001,mode=0700"))
                .exec();
        docker.createVolumeCmd().withName(name + "-data").exec();
        docker.createVolumeCmd().withName(name + "-nginx").exec();
        docker.createNetworkCmd().withName(name).exec();
    }

    /** As the init container of a pod does. */
    private void configureNginx() throws InterruptedException {
        run(
                "configure",
                List.of(
                        "nginx",
                        "--out",
                        "/etc/brigade/nginx",
                        "--work",
                        "/run/nginx",
                        "--shards",
                        Integer.toString(SLOTS),
                        "--health-port",
                        Integer.toString(Images.HEALTH_PORT)));
        int code = docker.waitContainerCmd(id("configure")).start().awaitStatusCode();
        if (code != 0) {
            throw new IllegalStateException("the configuration was not written: " + code);
        }
    }

    private void startNginx() {
        ExposedPort web = ExposedPort.tcp(Images.WEB_PORT);
        HostConfig host = host(new Bind(name + "-nginx", new Volume("/etc/brigade/nginx"), AccessMode.ro))
                .withNetworkMode(name)
                .withPortBindings(new Ports(web, Ports.Binding.bindIpAndPort("127.0.0.1", port)));
        create("nginx", BuiltImages::nginx, host, List.of("-c", "/etc/brigade/nginx/brigade.conf"), web);
    }

    private void startStateServer() {
        run(
                "state-server",
                List.of(
                        "state-server",
                        "--run-dir",
                        "/run/brigade",
                        "--data",
                        "/var/lib/brigade",
                        "--health-port",
                        Integer.toString(Images.HEALTH_PORT),
                        "--open-main"));
    }

    /** One of our programs, with all volumes, on the pod's address. */
    private void run(String container, List<String> command) {
        HostConfig host = host(
                new Bind(name + "-run", new Volume("/run/brigade")),
                new Bind(name + "-data", new Volume("/var/lib/brigade")),
                new Bind(name + "-nginx", new Volume("/etc/brigade/nginx")));
        host.withNetworkMode(containers.containsKey("nginx") ? "container:" + id("nginx") : "none");
        create(container, BuiltImages::programs, host, command);
    }

    private static HostConfig host(Bind... binds) {
        return HostConfig.newHostConfig()
                .withBinds(binds)
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "exec,size=128m", "/run/nginx", "size=64m"))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"));
    }

    /** Gives an image. */
    @FunctionalInterface
    private interface Image {
        Images.Written get() throws IOException, InterruptedException;
    }

    private void create(String container, Image image, HostConfig host, List<String> command, ExposedPort... ports) {
        try {
            CreateContainerCmd create = docker.createContainerCmd(image.get().name())
                    .withName(name + "-" + container)
                    .withHostConfig(host)
                    .withExposedPorts(Arrays.asList(ports))
                    .withCmd(command);
            containers.put(container, create.exec().getId());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        start(container);
    }

    private void await(String what, String container, BooleanSupplier isSo) throws InterruptedException {
        for (long waitedMs = 0; waitedMs < READY_MAX_MS; waitedMs += 250) {
            if (isSo.getAsBoolean()) {
                return;
            }
            Thread.sleep(250);
        }
        throw new IllegalStateException("waited in vain for " + what + ":\n" + log(container));
    }

    private String id(String container) {
        return Objects.requireNonNull(containers.get(container), container);
    }

    /** Free when it was looked for: an engine gives another one after the network was cut, unless told which. */
    private static int freePort() throws IOException {
        for (int candidate :
                Stream.iterate(FIRST_WEB_PORT, next -> next + 1).limit(1_000).toList()) {
            try (ServerSocket socket = new ServerSocket(candidate)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // The next one.
            }
        }
        throw new IOException("no free port");
    }

    @Override
    public void close() {
        List<String> ids = new ArrayList<>(containers.values());
        for (String id : ids.reversed()) {
            docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
        for (String volume : List.of("-run", "-data", "-nginx")) {
            docker.removeVolumeCmd(name + volume).exec();
        }
        docker.removeNetworkCmd(name).exec();
        http.shutdownNow();
    }
}
