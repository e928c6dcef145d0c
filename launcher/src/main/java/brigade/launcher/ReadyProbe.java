package brigade.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks the front door whether every part answers. Blocks for {@value #TIMEOUT_MS} ms at most. */
final class ReadyProbe {
    private static final int TIMEOUT_MS = 2_000;

    private final URI address;

    /**
     * @param port the front door's
     */
    ReadyProbe(StackConfig config, int port) {
        String host = config.address().isAnyLocalAddress() ? "127.0.0.1" : config.host();
        this.address = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/healthz");
    }

    boolean ready() {
        try {
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
