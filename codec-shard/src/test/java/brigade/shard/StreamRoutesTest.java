package brigade.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamRoutesTest {
    @TempDir
    Path folder;

    @Test
    void pagesFromElsewhereAreRefused() {
        assertAllowed(true, null, "choir.example");
        assertAllowed(true, "https://choir.example", "choir.example");
        assertAllowed(true, "https://choir.example:8443", "choir.example:443");
        assertAllowed(true, "http://localhost:8080", "127.0.0.1:8081");
        assertAllowed(true, "https://friend.example", "choir.example");
        assertAllowed(false, "http://friend.example", "choir.example");
        assertAllowed(false, "https://evil.example", "choir.example");
        assertAllowed(false, "https://choir.example.evil.example", "choir.example");
        assertAllowed(false, "null", "choir.example");
        assertAllowed(false, "http://localhost:8080", "choir.example");
        assertAllowed(false, "http://evil.example", "127.0.0.1:8081");
        assertAllowed(false, "https://[", "choir.example");
        assertAllowed(false, "https://choir.example", null);
    }

    private static void assertAllowed(boolean expected, @Nullable String origin, @Nullable String host) {
        assertThat(StreamRoutes.isAllowed(origin, host, List.of("https://friend.example")))
                .as("%s at %s", origin, host)
                .isEqualTo(expected);
    }

    @Test
    void whoDoesNotSpeakTheSubprotocolOrComesFromElsewhereIsRefusedBeforeTheUpgrade() throws IOException {
        try (ShardUnderTest server = new ShardUnderTest(folder)) {
            int port = server.shard.port();
            assertThat(upgrade(port, "Sec-WebSocket-Protocol: brigade.v2")).startsWith("HTTP/1.1 101");
            assertThat(upgrade(port, "Sec-WebSocket-Protocol: other, brigade.v2"))
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("Sec-WebSocket-Protocol: brigade.v2");
            assertThat(upgrade(port, "X-None: 1")).startsWith("HTTP/1.1 400");
            assertThat(upgrade(port, "Sec-WebSocket-Protocol: other")).startsWith("HTTP/1.1 400");
            assertThat(upgrade(port, "Sec-WebSocket-Protocol: brigade.v2\nOrigin: http://evil.example"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    /** The answer's head. */
    private static String upgrade(int port, String headers) throws IOException {
        String request = """
                GET /api/01/stream HTTP/1.1
                Host: 127.0.0.1
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                %s

                """.formatted(headers);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            return head.toString();
        }
    }
}
