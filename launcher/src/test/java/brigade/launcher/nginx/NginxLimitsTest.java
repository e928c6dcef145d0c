package brigade.launcher.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit of a real nginx is met on purpose, and answers in one line. No shard is behind it: who is let through gets 503. */
class NginxLimitsTest {
    /** A load balancer on this machine says so of its clients: programs of this machine are not counted. */
    private static final String STRANGER = "X-Forwarded-For: 203.0.113.7\r\n";

    private static final String NOBODY = "";
    private static final String TOO_MANY = "too many requests from your address, try again in a few seconds\n";
    private static final String TOO_LONG = "this is too long; the limit is 2 MB, and 100 MB for an upload\n";

    /** More on one connection nginx does not answer. */
    private static final int PIPELINED = 900;

    private static final int TRIES = 5;
    private static final int CONNECTIONS_MAX = 500;
    private static final int BODY_MAX_BYTES = 2 << 20;
    private static final int UPLOAD_MAX_BYTES = 100 << 20;
    private static final int TIMEOUT_MS = 30_000;

    @TempDir
    static Path out;

    private static @Nullable Process nginx;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = NginxProgram.find();
        assumeTrue(program.isPresent(), "nginx is not installed");
        int[] ports = new int[3];
        for (int i = 0; i < ports.length; i++) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports[i] = free.getLocalPort();
            }
        }
        port = ports[0];
        Path written = new NginxFolder(out)
                .write(
                        new NginxSettings(
                                "127.0.0.1",
                                port,
                                List.of(ports[1]),
                                ports[2],
                                "_",
                                null,
                                0,
                                List.of("127.0.0.1"),
                                "",
                                "/"),
                        "default-src 'self'");
        nginx = new ProcessBuilder(
                        program.get().toString(),
                        "-e",
                        "stderr",
                        "-c",
                        written.toString(),
                        "-g",
                        "daemon off; master_process off;")
                .inheritIO()
                .start();
        for (int i = 0; ; i++) {
            try (Socket _ = connect()) {
                return;
            } catch (IOException e) {
                assertThat(i).as("nginx does not come up").isLessThan(100);
                Thread.sleep(100);
            }
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String request(String line, String headers) {
        return line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    /** The whole answer to one request, whose connection ends with it. */
    private static String answer(String line, String headers) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request(line, headers + "Connection: close\r\n"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** All that is answered to many requests in one go. */
    private static String answers(String path, String headers, int requests) throws Exception {
        try (Socket socket = connect()) {
            String all = request("GET " + path, headers).repeat(requests - 1)
                    + request("GET " + path, headers + "Connection: close\r\n");
            Thread writer = Thread.startVirtualThread(() -> {
                try {
                    write(socket, all);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            writer.join();
            return said;
        }
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    private static void assertRefused(String answer, int status, String body) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n" + body);
    }

    @Test
    void exchangesOverFourHundredASecondAre429() throws Exception {
        String said = answers("/api/01", STRANGER, PIPELINED);
        for (int i = 1; i < TRIES && count(said, "HTTP/1.1 429 ") == 0; i++) {
            said = answers("/api/01", STRANGER, PIPELINED); // it took longer than the limit allows meanwhile
        }
        assertThat(count(said, "HTTP/1.1 503 ")).as("let through").isGreaterThanOrEqualTo(400);
        assertThat(count(said, "HTTP/1.1 429 ")).isGreaterThanOrEqualTo(1);
        assertThat(count(said, TOO_MANY)).isEqualTo(count(said, "HTTP/1.1 429 "));
        assertThat(count(answers("/api/01", NOBODY, PIPELINED), "HTTP/1.1 503 "))
                .as("programs of this machine")
                .isEqualTo(PIPELINED);
    }

    @Test
    void questionsOverTwentyASecondAre429() throws Exception {
        String said = answers("/api/join?room=main", STRANGER.replace('7', '8'), PIPELINED);
        assertThat(count(said, "HTTP/1.1 503 ")).as("let through").isBetween(200, PIPELINED - 1);
        assertThat(count(said, TOO_MANY)).isEqualTo(PIPELINED - count(said, "HTTP/1.1 503 "));
    }

    @Test
    void moreThanFiveHundredConnectionsOfAnAddressAre429() throws Exception {
        String stranger = STRANGER.replace('7', '9');
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS_MAX; i++) {
                Socket socket = connect();
                open.add(socket);
                // nginx waits for the rest.
                write(socket, request("POST /user-upload-image", stranger + "Content-Length: 10\r\n"));
            }
            String last = answer("GET /healthz", stranger);
            for (int i = 0; i < 100 && !last.startsWith("HTTP/1.1 429 "); i++) {
                Thread.sleep(50); // it has not read all of them
                last = answer("GET /healthz", stranger);
            }
            assertRefused(last, 429, TOO_MANY);
            assertThat(answer("GET /healthz", STRANGER)).startsWith("HTTP/1.1 503 ");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void bodiesOverTwoMegabytesAre413() throws Exception {
        assertRefused(answer("POST /api/01", "Content-Length: " + (BODY_MAX_BYTES + 1) + "\r\n"), 413, TOO_LONG);
    }

    @Test
    void uploadsOverHundredMegabytesAre413() throws Exception {
        assertRefused(answer("POST /upload", "Content-Length: " + (UPLOAD_MAX_BYTES + 1) + "\r\n"), 413, TOO_LONG);
        assertThat(answer("POST /upload", "Content-Length: " + (BODY_MAX_BYTES + 1) + "\r\n"))
                .startsWith("HTTP/1.1 503 ");
    }

    @Test
    void filesOfARoomMayBeThirtyMegabytes() throws Exception {
        assertThat(answer("POST /api/rooms/main/files", "Content-Length: " + (30 << 20) + "\r\n"))
                .startsWith("HTTP/1.1 503 ");
        assertThat(answer("POST /api/rooms/main/files", "Content-Length: " + (32 << 20) + "\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aLineOverTheLimitIs414AndAHeader431() throws Exception {
        String long_ = "m".repeat(300_000);
        assertThat(answer("GET /api/01?marks=" + long_, NOBODY))
                .startsWith("HTTP/1.1 414 ")
                .endsWith("\r\n\r\nthe address or a header is too long; the limit is 256 KiB\n");
        assertThat(answer("GET /api/01", "X-Long: " + long_ + "\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .endsWith("\r\n\r\nthe address or a header is too long; the limit is 256 KiB\n");
    }
}
