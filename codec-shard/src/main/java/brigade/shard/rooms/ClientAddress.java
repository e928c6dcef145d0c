package brigade.shard.rooms;

import brigade.access.AddressKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Whose address counts in a limit, when there are proxies between. Stateless. */
public final class ClientAddress {
    private ClientAddress() {}

    /**
     * The peer's; or, when the peer is a proxy on this machine, the last one in {@code X-Forwarded-For} that is not of this
     * machine itself. What stands before that was said by a stranger.
     *
     * @param peer the connection's other end
     * @param forwardedFor the header; null when there is none
     * @return an {@link AddressKey}
     */
    public static String of(String peer, @Nullable String forwardedFor) {
        String client = peer;
        if (forwardedFor != null && isLoopback(peer)) {
            String[] hops = forwardedFor.split(",", -1);
            for (int i = hops.length - 1; i >= 0 && isLoopback(client); i--) {
                String hop = hops[i].strip();
                if (!hop.isEmpty()) {
                    client = hop;
                }
            }
        }
        return AddressKey.of(client);
    }

    private static boolean isLoopback(String address) {
        try {
            String bare = address.startsWith("[") && address.endsWith("]")
                    ? address.substring(1, address.length() - 1)
                    : address;
            return InetAddress.ofLiteral(bare).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
