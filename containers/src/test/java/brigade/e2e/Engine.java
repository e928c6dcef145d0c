package brigade.e2e;

import brigade.containers.Images;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.output.FrameConsumerResultCallback;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.ToStringConsumer;

/** A container engine, and what one house has of it: containers, volumes and a network whose names begin alike. One thread. */
final class Engine implements AutoCloseable {
    private final DockerClient docker = DockerClientFactory.instance().client();
    private final String name;
    private final Map<String, String> containers = new LinkedHashMap<>();
    private final List<String> volumes = new ArrayList<>();
    private boolean hasNetwork;

    /** @param name how everything begins that is made here */
    Engine(String name) {
        this.name = name;
    }

    void load(Images.Written image) throws IOException {
        try (InputStream tar = Files.newInputStream(image.tar())) {
            docker.loadImageCmd(tar).exec();
        }
    }

    void volume(String volume) {
        docker.createVolumeCmd().withName(name + "-" + volume).exec();
        volumes.add(name + "-" + volume);
    }

    /** @param options of a tmpfs */
    void volumeInMemory(String volume, String options) {
        docker.createVolumeCmd()
                .withName(name + "-" + volume)
                .withDriver("local")
                .withDriverOpts(Map.of("type", "tmpfs", "device", "tmpfs", "o", options))
                .exec();
        volumes.add(name + "-" + volume);
    }

    /** One network, of the name of all this. */
    void network() {
        docker.createNetworkCmd().withName(name).exec();
        hasNetwork = true;
    }

    /** What a container may that is locked in as in a pod: nothing, and write to these. */
    static HostConfig locked(Bind... binds) {
        return HostConfig.newHostConfig()
                .withBinds(binds)
                .withReadonlyRootfs(true)
                // An engine's tmpfs is root's unless told otherwise.
                .withTmpFs(Map.of("/tmp", "exec,mode=1777,size=128m", "/run/nginx", "mode=1777,size=64m"))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"));
    }

    void create(String container, Images.Written image, HostConfig host, List<String> command, ExposedPort... ports) {
        containers.put(
                container,
                docker.createContainerCmd(image.name())
                        .withName(name + "-" + container)
                        .withHostConfig(host)
                        .withExposedPorts(Arrays.asList(ports))
                        .withEnv(House.ENVIRONMENT.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList())
                        .withCmd(command)
                        .exec()
                        .getId());
    }

    void start(String container) {
        docker.startContainerCmd(id(container)).exec();
    }

    void kill(String container) {
        docker.killContainerCmd(id(container)).exec();
    }

    void stop(String container, int maxSeconds) {
        docker.stopContainerCmd(id(container)).withTimeout(maxSeconds).exec();
    }

    void pause(String container) {
        docker.pauseContainerCmd(id(container)).exec();
    }

    void unpause(String container) {
        docker.unpauseContainerCmd(id(container)).exec();
    }

    void disconnect(String container) {
        docker.disconnectFromNetworkCmd()
                .withNetworkId(name)
                .withContainerId(id(container))
                .exec();
    }

    void connect(String container) {
        docker.connectToNetworkCmd()
                .withNetworkId(name)
                .withContainerId(id(container))
                .exec();
    }

    /** Waits until it has ended well. */
    void awaitEnd(String container) {
        int code = docker.waitContainerCmd(id(container)).start().awaitStatusCode();
        if (code != 0) {
            throw new IllegalStateException(container + " ended with " + code + ":\n" + log(container));
        }
    }

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

    String id(String container) {
        return Objects.requireNonNull(containers.get(container), container);
    }

    @Override
    public void close() {
        for (String id : List.copyOf(containers.values()).reversed()) {
            docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
        volumes.forEach(volume -> docker.removeVolumeCmd(volume).exec());
        if (hasNetwork) {
            docker.removeNetworkCmd(name).exec();
        }
    }
}
