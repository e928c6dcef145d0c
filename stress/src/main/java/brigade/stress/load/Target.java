package brigade.stress.load;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where exchanges go.
 *
 * @param tls whether the connection is encrypted
 * @param host name or address
 * @param port 1..65535
 * @param path of the exchange, without a query
 */
public record Target(boolean tls, String host, int port, String path) {
    /** The exchange below a bare address is {@code /api}; a URL with a path is taken as it is. */
    public static Target of(URI url) {
        String scheme = url.getScheme();
        boolean tls = "https".equals(scheme);
        if (url.getHost() == null || (!tls && !"http".equals(scheme))) {
            throw new IllegalArgumentException("--url " + url + ": http://HOST[:PORT][/PATH] is needed");
        }
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        String path = url.getRawPath();
        return new Target(tls, url.getHost(), port, path == null || path.length() <= 1 ? "/api" : path);
    }

    /** The same place as a URL. */
    public URI uri() {
        return URI.create((tls ? "https" : "http") + "://" + host + ":" + port + path);
    }

    /** Whether it is on this machine. */
    public boolean isLoopback() throws UnknownHostException {
        return InetAddress.getByName(host).isLoopbackAddress();
    }
}
