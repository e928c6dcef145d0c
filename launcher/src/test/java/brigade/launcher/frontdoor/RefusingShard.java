package brigade.launcher.frontdoor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A shard that is sent too much: it reads a little, answers 413 and hangs up before its one line is out. */
final class RefusingShard implements AutoCloseable {
    private static final String ANSWER =
            "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 4\r\nConnection: close\r\n\r\n";

    private final ServerSocket server;

    RefusingShard() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serveOne, "refusing-shard");
        thread.setDaemon(true);
        thread.start();
    }

    private void serveOne() {
        try (Socket socket = server.accept()) {
            int first = socket.getInputStream().read(new byte[1_000]);
            socket.getOutputStream()
                    .write(ANSWER.getBytes(StandardCharsets.US_ASCII), 0, first > 0 ? ANSWER.length() : 0);
            socket.shutdownOutput();
            // Reads the rest, so that the answer is not lost with a reset.
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
