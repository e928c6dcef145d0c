package brigade.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** Asks the front door whether every part answers. Blocks for {@value #TIMEOUT_MS} ms at most. */
final class ReadyProbe {
    private static final int TIMEOUT_MS = 2_000;

    private final URI address;

    /** Where nginx speaks TLS; 0 when it does not. */
    private final int tlsPort;

    /**
     * @param plan who listens where
     */
    ReadyProbe(StackConfig config, StackPlan plan) {
        String host = config.address().isAnyLocalAddress() ? "127.0.0.1" : config.host();
        this.address = config.lanNames().isEmpty()
                ? URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + plan.frontPort()
                        + "/healthz")
                : plan.inside(config).resolve("/healthz");
        this.tlsPort = config.lanNames().isEmpty() ? 0 : plan.frontPort();
    }

    boolean ready() {
        try {
            if (tlsPort != 0) {
                new Socket(InetAddress.getLoopbackAddress(), tlsPort).close(); // or it does not listen yet
            }
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            connection.setRequestProperty("Connection", "close");
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
