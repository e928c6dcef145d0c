package brigade.stress.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 keep-alive connection that sends one POST at a time: what a worker is. Opened by the first request and
 * again after any failure. One thread, a virtual one as a rule; blocks.
 *
 * <p>Written by hand because the tester must stay out of the way: the JDK's client shares connections among callers and
 * hands each answer over several threads, which costs more than the rest of the tester.
 */
public final class HttpConnection implements AutoCloseable {
    /** Longer than the shard's own time-out (2 s), so that its 503 arrives. */
    public static final int TIMEOUT_MS = 5_000;

    private static final int WRITE_BUFFER_BYTES = 16_384;

    private final Target target;
    private final int timeoutMs;
    private final String headerEnd;
    private final HttpAnswer answer = new HttpAnswer();
    private byte[] out = new byte[WRITE_BUFFER_BYTES];
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    /** Opens nothing yet. */
    public HttpConnection(Target target, int timeoutMs) {
        this.target = target;
        this.timeoutMs = timeoutMs;
        headerEnd = " HTTP/1.1\r\nHost: " + target.host() + ":" + target.port()
                + "\r\nAccept-Encoding: gzip\r\nContent-Type: application/octet-stream\r\nContent-Length: ";
    }

    /**
     * Sends {@code body} and waits for the answer, which is valid until the next call.
     *
     * @param query encoded, without the question mark
     * @throws IOException when no whole answer came; the next call opens a new connection
     */
    public HttpAnswer post(String query, byte[] body) throws IOException {
        String head = "POST " + target.path() + "?" + query + headerEnd + body.length + "\r\n\r\n";
        int headBytes = head.length();
        if (out.length < headBytes + body.length) {
            out = new byte[2 * (headBytes + body.length)];
        }
        byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, out, 0, headBytes);
        System.arraycopy(body, 0, out, headBytes, body.length);
        try {
            InputStream answers = open();
            // One write: two would make two packets, and the second may wait for the first one's acknowledgement.
            java.util.Objects.requireNonNull(socket).getOutputStream().write(out, 0, headBytes + body.length);
            answer.read(answers);
            if (answer.closes()) {
                close();
            }
            return answer;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private InputStream open() throws IOException {
        InputStream open = in;
        if (open != null) {
            return open;
        }
        Socket fresh = new Socket();
        try {
            fresh.connect(new InetSocketAddress(target.host(), target.port()), timeoutMs);
            fresh.setSoTimeout(timeoutMs);
            fresh.setTcpNoDelay(true);
            if (target.tls()) {
                SSLSocket secured = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(fresh, target.host(), target.port(), true);
                secured.startHandshake();
                fresh = secured;
            }
            open = fresh.getInputStream();
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        socket = fresh;
        in = open;
        return open;
    }

    /** What went wrong, for counting: few kinds, no numbers. */
    public static String kindOf(IOException failure) {
        return switch (failure) {
            case java.net.SocketTimeoutException _ -> "no answer within " + TIMEOUT_MS / 1_000 + " s";
            case java.net.ConnectException _ -> "connection refused";
            case EOFException _ -> "connection closed by the server";
            case java.net.SocketException _ -> "connection broken";
            default -> "not HTTP: " + failure.getMessage();
        };
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is given up anyway.
            }
        }
    }
}
