package brigade.launcher.nginx;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What nginx is to serve; checked before anything is written.
 *
 * @param host address to listen on
 * @param port port to listen on
 * @param shardPorts where the shards listen on this machine, in order of their numbers
 * @param healthPort who answers {@code /healthz} on this machine: a front door, or the state server
 * @param serverName host names, as nginx's {@code server_name} takes them; {@code _} for any
 * @param tls certificate and key; null: plain HTTP
 * @param redirectPort with TLS: plain HTTP here is sent to {@code port}; 0: nobody listens there
 * @param trustedProxies networks whose {@code X-Forwarded-For} is believed: a load balancer before us
 * @param user who nginx' workers are when it is started by root; empty: nginx' own default
 * @param folder from / to /: addresses may also begin with it, where several houses share a name; / where none do
 */
public record NginxSettings(
        String host,
        int port,
        List<Integer> shardPorts,
        int healthPort,
        String serverName,
        @Nullable Tls tls,
        int redirectPort,
        List<String> trustedProxies,
        String user,
        String folder) {
    /** More shards than that are another pod's or machine's. */
    public static final int SHARDS_MAX = 64;

    private static final Pattern HOST = Pattern.compile("[0-9a-zA-Z.:-]{1,255}");
    private static final Pattern NAMES = Pattern.compile("_|[0-9a-zA-Z.*-]+( [0-9a-zA-Z.*-]+)*");
    private static final Pattern NETWORK = Pattern.compile("[0-9a-fA-F.:]+(/[0-9]{1,3})?");
    private static final Pattern USER = Pattern.compile("[a-z_0-9-]{0,32}");

    private static final Pattern FOLDER = Pattern.compile("/(?:(?!(?:api|assets|listen|-|[.]+)/)[0-9a-z.-]{1,63}/)*");

    /**
     * A certificate.
     *
     * @param certificate PEM, the whole chain
     * @param key PEM
     * @param trusted whether browsers trust it by themselves: then they are told to never come without TLS again
     */
    public record Tls(Path certificate, Path key, boolean trusted) {}

    public NginxSettings {
        shardPorts = List.copyOf(shardPorts);
        trustedProxies = List.copyOf(trustedProxies);
        require(HOST.matcher(host).matches(), "--host " + host + " is no address");
        require(port >= 1 && port <= 65_535, "--port must be 1..65535, got " + port);
        require(redirectPort >= 0 && redirectPort <= 65_535, "--http-port must be 0..65535, got " + redirectPort);
        require(
                !shardPorts.isEmpty() && shardPorts.size() <= SHARDS_MAX,
                "--shards must be 1.." + SHARDS_MAX + ", got " + shardPorts.size());
        require(
                shardPorts.stream().allMatch(shard -> shard >= 1 && shard <= 65_535),
                "the shards' ports must be 1..65535, got " + shardPorts);
        require(NAMES.matcher(serverName).matches(), "--name " + serverName + " is no host name");
        require(USER.matcher(user).matches(), "--user " + user + " is no user's name");
        require(FOLDER.matcher(folder).matches(), "--folder " + folder + " is not like /1/");
        for (String network : trustedProxies) {
            require(NETWORK.matcher(network).matches(), "--trusted-proxy " + network + " is no address or network");
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
