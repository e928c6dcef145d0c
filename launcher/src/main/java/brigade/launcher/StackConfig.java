package brigade.launcher;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} was asked for, checked before anything starts. Kept in run.json: the next {@code up} with the same wishes
 * adopts what runs.
 *
 * @param host address of the front door
 * @param port port of the front door; 0 takes a free one
 * @param shards how many codec shards, 1..{@value #SHARDS_MAX}
 * @param codec auto, concentus or libopus
 * @param openMain whether the room {@code main} is open to everybody
 * @param nginx whether nginx stands before all and listens where the front door would
 * @param lan addresses by which a local network comes, with commas between, which nginx serves by a certificate made here; null: plain HTTP
 */
record StackConfig(
        String host,
        int port,
        int shards,
        String codec,
        boolean openMain,
        boolean nginx,
        @Nullable String lan) {
    /** Above this a machine is better served by a cluster. */
    static final int SHARDS_MAX = 64;

    /** Without TLS. */
    StackConfig(String host, int port, int shards, String codec, boolean openMain, boolean nginx) {
        this(host, port, shards, codec, openMain, nginx, null);
    }

    private static final Set<String> CODECS = Set.of("auto", "concentus", "libopus");

    StackConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port must be 0..65535, got " + port);
        }
        if (shards < 1 || shards > SHARDS_MAX) {
            throw new IllegalArgumentException("--shards must be 1.." + SHARDS_MAX + ", got " + shards);
        }
        if (!CODECS.contains(codec)) {
            throw new IllegalArgumentException("--codec must be auto, concentus or libopus, got " + codec);
        }
    }

    /** The shards' number when none was asked for: one per core, at least 2. */
    static int defaultShards(int cores) {
        return Math.clamp(cores, 2, SHARDS_MAX);
    }

    /** Names of the certificate; empty without TLS. */
    List<String> lanNames() {
        return lan == null ? List.of() : List.of(lan.split(",", -1));
    }

    /** The address to listen on. */
    InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new LaunchException("--host " + host + " is not an address of this machine", e);
        }
    }
}
