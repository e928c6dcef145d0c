package brigade.launcher;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Who listens where. Fixed at the first start and kept in run.json, so that a restarted or adopted child is found where it was.
 *
 * @param frontPort where people come: the front door's port, or nginx'
 * @param doorPort the front door's port
 * @param shardPorts one per shard
 * @param statePort where the state server tells its health
 * @param runDir folder of the shared memory files
 */
record StackPlan(int frontPort, int doorPort, List<Integer> shardPorts, int statePort, String runDir) {
    StackPlan {
        shardPorts = List.copyOf(shardPorts);
    }

    /** Picks ports: the front door's must be free, the others follow it or take any free one. */
    static StackPlan pick(StackConfig config, Path sharedMemory) {
        InetAddress host = config.address();
        if (config.port() != 0 && !Ports.isFree(host, config.port())) {
            throw new LaunchException("port " + config.port() + " on " + config.host()
                    + " is in use; end what uses it or choose another with --port");
        }
        int front = Ports.freeOr(host, config.port());
        InetAddress loopback = InetAddress.getLoopbackAddress();
        List<Integer> shards = new ArrayList<>();
        int next = front + 1;
        while (shards.size() < config.shards()) {
            int port = Ports.freeOr(loopback, next);
            if (!shards.contains(port) && port != front) {
                shards.add(port);
            }
            next++;
        }
        int state = Ports.freeOr(loopback, next);
        while (state == front || shards.contains(state)) {
            state = Ports.freeOr(loopback, ++next);
        }
        int door = front;
        while (config.nginx() && (door == front || door == state || shards.contains(door))) {
            door = Ports.freeOr(loopback, ++next);
        }
        return new StackPlan(
                front,
                door,
                shards,
                state,
                sharedMemory.resolve("brigade-" + front).toString());
    }

    /** The children in the order they start; they end in the opposite one. */
    List<ChildSpec> children(StackConfig config, Path dataDir) {
        List<ChildSpec> children = new ArrayList<>();
        children.add(stateServer(config, dataDir));
        for (int shard = 1; shard <= shardPorts.size(); shard++) {
            children.add(shard(config, dataDir, shard));
        }
        children.add(frontDoor(config));
        if (config.nginx()) {
            children.add(LocalNginx.child(dataDir));
        }
        return children;
    }

    private ChildSpec stateServer(StackConfig config, Path dataDir) {
        List<String> arguments = new ArrayList<>(
                List.of("--run-dir", runDir, "--data", dataDir.toString(), "--port", Integer.toString(statePort)));
        if (config.openMain()) {
            arguments.add("--open-main");
        }
        return new ChildSpec("state-server", "brigade.state.StateServer", arguments);
    }

    private ChildSpec shard(StackConfig config, Path dataDir, int shard) {
        List<String> arguments = new ArrayList<>(List.of(
                "--shard",
                Integer.toString(shard),
                "--port",
                Integer.toString(shardPorts.get(shard - 1)),
                "--run-dir",
                runDir,
                "--data",
                dataDir.toString(),
                "--codec",
                config.codec()));
        if (config.openMain()) {
            arguments.add("--open-main");
        }
        if (config.nginx()) {
            arguments.addAll(List.of("--stream-url", String.format(Locale.ROOT, "/api/%02d/stream", shard)));
        }
        return new ChildSpec(shardName(shard), "brigade.shard.CodecShard", arguments);
    }

    /** What shard number {@code shard} is called, from 1. */
    static String shardName(int shard) {
        return String.format(Locale.ROOT, "shard-%02d", shard);
    }

    private ChildSpec frontDoor(StackConfig config) {
        String shards = shardPorts.stream().map(StackPlan::local).collect(Collectors.joining(","));
        return new ChildSpec(
                "front-door",
                "brigade.launcher.Brigade",
                List.of(
                        "front-door",
                        "--host",
                        config.nginx() ? "127.0.0.1" : config.host(),
                        "--port",
                        Integer.toString(doorPort),
                        "--state-server",
                        local(statePort),
                        "--shards",
                        shards));
    }

    private static String local(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Where programs of this machine ask: past nginx, which may speak TLS with a certificate that nobody knows. */
    URI inside(StackConfig config) {
        return URI.create(config.lanNames().isEmpty() ? url(config) : local(doorPort));
    }

    /** The address that people open. */
    String url(StackConfig config) {
        if (!config.lanNames().isEmpty()) {
            return "https://" + config.lanNames().getFirst() + ":" + frontPort;
        }
        InetAddress host = config.address();
        String literal = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        String name = host.isLoopbackAddress() || host.isAnyLocalAddress() ? "localhost" : literal;
        return "http://" + name + ":" + frontPort;
    }
}
