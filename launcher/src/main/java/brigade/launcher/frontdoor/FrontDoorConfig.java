package brigade.launcher.frontdoor;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the front door needs to know; checked before anything opens.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param stateServer base address of the state server's health page
 * @param shards base addresses of the shards, in order of their numbers
 * @param operatorToken who sends it may read {@code /metrics} from elsewhere; null: nobody
 */
public record FrontDoorConfig(
        String host,
        int port,
        URI stateServer,
        List<URI> shards,
        @Nullable String operatorToken) {
    /** Without an operator's token. */
    public FrontDoorConfig(String host, int port, URI stateServer, List<URI> shards) {
        this(host, port, stateServer, shards, null);
    }

    public FrontDoorConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port must be 0..65535, got " + port);
        }
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("--shards needs at least one address");
        }
        shards = List.copyOf(shards);
        requireBase(stateServer);
        shards.forEach(FrontDoorConfig::requireBase);
    }

    private static void requireBase(URI address) {
        boolean bare = address.getPath() != null && address.getPath().isEmpty() && address.getQuery() == null;
        if (!"http".equals(address.getScheme()) || address.getHost() == null || address.getPort() < 0 || !bare) {
            throw new IllegalArgumentException("an address reads like http://127.0.0.1:8081, got " + address);
        }
    }
}
