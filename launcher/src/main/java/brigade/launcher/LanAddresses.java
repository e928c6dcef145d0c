package brigade.launcher;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** Where other machines of the local network reach this one. Stateless. */
final class LanAddresses {
    private LanAddresses() {}

    /** Addresses of cards that are up; those that are local by RFC 1918 first. */
    static List<String> of(Stream<NetworkInterface> cards) {
        List<InetAddress> all = cards.filter(LanAddresses::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
        return Stream.concat(
                        all.stream().filter(InetAddress::isSiteLocalAddress),
                        all.stream().filter(address -> !address.isSiteLocalAddress()))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    /** Whether it leads somewhere: bridges of containers and virtual machines do not lead to anybody's telephone. */
    private static boolean isUp(NetworkInterface card) {
        try {
            return card.isUp()
                    && !card.isLoopback()
                    && Stream.of("docker", "br-", "veth", "virbr").noneMatch(card.getName()::startsWith);
        } catch (SocketException e) {
            return false;
        }
    }

    /** This machine's. */
    static List<String> here() {
        try {
            return of(NetworkInterface.networkInterfaces());
        } catch (SocketException e) {
            throw new LaunchException("the network cards cannot be listed: " + e.getMessage(), e);
        }
    }
}
