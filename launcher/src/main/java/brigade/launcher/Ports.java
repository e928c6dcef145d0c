package brigade.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks for free TCP ports. A port that was free may be taken a moment later: the child then says so. */
final class Ports {
    private Ports() {}

    /** Whether a server could listen there now. */
    static boolean isFree(InetAddress host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code wanted} when it is a free port, else any free one. */
    static int freeOr(InetAddress host, int wanted) {
        if (wanted > 0 && wanted <= 65_535 && isFree(host, wanted)) {
            return wanted;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new LaunchException("no free port on " + host.getHostAddress() + ": " + e.getMessage(), e);
        }
    }
}
