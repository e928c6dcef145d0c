package brigade.stress.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the launcher's {@code run.json} says about the servers on this machine. One look; read it again to see a
 * restarted process.
 *
 * @param pids process ids by name, the launcher's own left out
 * @param shardPorts one per shard, on the loopback address
 * @param runDir where the shared memory files are
 */
public record RunningStack(Map<String, Long> pids, List<Integer> shardPorts, String runDir) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Copies what it is given. */
    public RunningStack {
        pids = new LinkedHashMap<>(pids);
        shardPorts = List.copyOf(shardPorts);
    }

    /** What runs now with that data folder; empty when nothing does. */
    public static Optional<RunningStack> read(Path dataDir) {
        try {
            JsonNode run = JSON.readTree(Files.readString(dataDir.resolve("run.json")));
            Map<String, Long> pids = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> child : run.path("children").properties()) {
                pids.put(child.getKey(), child.getValue().path("pid").asLong(0));
            }
            List<Integer> ports = new ArrayList<>();
            run.path("plan").path("shardPorts").forEach(port -> ports.add(port.asInt()));
            return pids.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RunningStack(
                            pids, ports, run.path("plan").path("runDir").asString("")));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** The shards' own addresses, past the front door. */
    public List<Target> shards() {
        return shardPorts.stream()
                .map(port -> Target.of(URI.create("http://127.0.0.1:" + port)))
                .toList();
    }
}
