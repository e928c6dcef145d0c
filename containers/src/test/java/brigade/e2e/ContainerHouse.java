package brigade.e2e;

import brigade.containers.BuiltImages;
import brigade.containers.Images;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Containers as in a pod of Kubernetes: one address for all of them (nginx' container holds it), a volume in memory where they
 * meet, a volume for what must survive, read-only roots, no rights.
 */
final class ContainerHouse extends House {
    private final String name = "brigade-test-" + Long.toHexString(new Random().nextLong());
    private final Engine engine = new Engine(name);
    private final int port;

    ContainerHouse() throws IOException {
        port = FreePorts.inARow(1);
    }

    @Override
    String material() {
        return "containers";
    }

    @Override
    void build() throws IOException, InterruptedException {
        engine.load(BuiltImages.programs());
        engine.load(BuiltImages.nginx());
        engine.volumeInMemory("run", "size=1g,uid=10001,gid=10001,mode=0700");
        engine.volume("data");
        engine.volume("nginx");
        engine.network();
        configureNginx();
        ExposedPort web = ExposedPort.tcp(Images.WEB_PORT);
        HostConfig host = Engine.locked(bind("nginx", "/etc/brigade/nginx", AccessMode.ro))
                .withNetworkMode(name)
                .withPortBindings(new Ports(web, Ports.Binding.bindIpAndPort("127.0.0.1", port)));
        engine.create(NGINX, BuiltImages.nginx(), host, List.of("-c", "/etc/brigade/nginx/brigade.conf"), web);
        engine.start(NGINX);
    }

    /** As the init container of a pod does. */
    private void configureNginx() throws InterruptedException {
        List<String> command = new ArrayList<>(nginxConfiguration());
        command.addAll(List.of("--out", "/etc/brigade/nginx", "--work", "/run/nginx"));
        create("configure", command, "none");
        engine.awaitEnd("configure");
    }

    @Override
    void run(String part, List<String> command) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("--run-dir", "/run/brigade", "--data", "/var/lib/brigade"));
        create(part, whole, "container:" + engine.id(NGINX));
    }

    private void create(String part, List<String> command, String network) {
        HostConfig host = Engine.locked(
                        bind("run", "/run/brigade", AccessMode.rw),
                        bind("data", "/var/lib/brigade", AccessMode.rw),
                        bind("nginx", "/etc/brigade/nginx", AccessMode.rw))
                .withNetworkMode(network);
        try {
            engine.create(part, BuiltImages.programs(), host, command);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        engine.start(part);
    }

    private Bind bind(String volume, String at, AccessMode mode) {
        return new Bind(name + "-" + volume, new Volume(at), mode);
    }

    @Override
    void startAgain(String part) {
        engine.start(part);
    }

    @Override
    void kill(String part) {
        engine.kill(part);
    }

    @Override
    void stop(String part) {
        engine.stop(part, STOP_MAX_S);
    }

    @Override
    void pause(String part) {
        engine.pause(part);
    }

    @Override
    void unpause(String part) {
        engine.unpause(part);
    }

    @Override
    void cut() {
        engine.disconnect(NGINX);
    }

    @Override
    void mend() {
        engine.connect(NGINX);
    }

    @Override
    String log(String part) {
        return engine.log(part);
    }

    @Override
    int port() {
        return port;
    }

    @Override
    int shardPort() {
        return Images.SHARD_PORT;
    }

    @Override
    int healthPort() {
        return Images.HEALTH_PORT;
    }

    @Override
    public void close() throws IOException {
        engine.close();
        super.close();
    }
}
