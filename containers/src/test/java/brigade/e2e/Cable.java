package brigade.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The network between clients and a server of this machine, which can be cut: passes bytes on, both ways. Connections that are cut
 * break, and new ones are refused until it is mended. A virtual thread for each direction of each connection.
 */
final class Cable implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final int to;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket plug;

    /** @param to the server's port */
    Cable(int to) throws IOException {
        this.to = to;
        ServerSocket first = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        port = first.getLocalPort();
        listen(first);
    }

    /** Where clients come. */
    int port() {
        return port;
    }

    void cut() {
        ServerSocket here = plug;
        plug = null;
        end(here);
        ends.forEach(Cable::end);
    }

    void mend() {
        try {
            ServerSocket again = new ServerSocket();
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listen(again);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(ServerSocket socket) {
        plug = socket;
        Thread.startVirtualThread(() -> {
            while (!socket.isClosed()) {
                try {
                    connect(socket.accept());
                } catch (IOException e) {
                    // It was cut, or the server is away: nobody is connected.
                }
            }
        });
    }

    private void connect(Socket client) throws IOException {
        ends.add(client);
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), to);
        } catch (IOException e) {
            end(client);
            ends.remove(client);
            throw e;
        }
        ends.add(server);
        if (plug == null) {
            end(client);
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.startVirtualThread(() -> pass(client, server));
        Thread.startVirtualThread(() -> pass(server, client));
    }

    private void pass(Socket from, Socket into) {
        byte[] block = new byte[BLOCK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                out.write(block, 0, read);
            }
        } catch (IOException e) {
            // One of both ended: so does the other.
        }
        for (Socket end : new Socket[] {from, into}) {
            end(end);
            ends.remove(end);
        }
    }

    private static void end(@Nullable AutoCloseable socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (Exception e) {
                // It is gone.
            }
        }
    }

    @Override
    public void close() {
        cut();
    }
}
