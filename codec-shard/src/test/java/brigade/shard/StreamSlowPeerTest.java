package brigade.shard;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.CodecChoice;
import brigade.shard.stream.FakeStage;
import brigade.shard.stream.StreamClient;
import brigade.wire.stream.Direction;
import brigade.wire.stream.StreamMessageReader;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real peer that stops reading: the others hear on, and it is sent away. */
@Tag("slow")
class StreamSlowPeerTest {
    private static final long START = 85_708_800_000_000L;
    private static final int SPACING = 9_600;

    private final long startNs = System.nanoTime();
    private final FakeStage stage = new FakeStage(this::clock, SPACING);

    @TempDir
    Path folder;

    private long clock() {
        return START + (System.nanoTime() - startNs) * 6 / 125_000;
    }

    @Test
    void delaysNobodyAndIsSentAway() throws Exception {
        CodecShardConfig config = new CodecShardConfig(
                1,
                "127.0.0.1",
                0,
                folder,
                folder,
                CodecChoice.AUTO,
                null,
                100,
                1_000_000,
                true,
                List.of(),
                null,
                false);
        FakeState v1 = new FakeState();
        try (CodecShard shard = new CodecShard(config, v1::newCall, this::clock, stage);
                HttpClient http = HttpClient.newHttpClient();
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), shard.port()));
            handshakeAndHello(slow);
            StreamClient well = StreamClient.join(http, shard.port(), "well3");
            try {
                while (stage.bucketOf.size() < 2 && System.nanoTime() - startNs < 30_000_000_000L) {
                    Thread.sleep(10); // the slow one's hello may be read after the other's
                }
                assertThat(stage.bucketOf).hasSize(2);
                while (stage.bucketOf.size() == 2 && System.nanoTime() - startNs < 90_000_000_000L) {
                    Thread.sleep(100);
                }
                assertThat(stage.bucketOf).hasSize(1); // the slow one
                assertThat(well.closed.isDone()).isFalse();
                assertConsecutive(well);
                assertEnds(slow);
            } finally {
                well.close(); // an open one would keep the client, and this test, from ending
            }
        }
    }

    private static void handshakeAndHello(Socket socket) throws Exception {
        String request = """
                GET /stream HTTP/1.1
                Host: 127.0.0.1
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Protocol: brigade.v2
                Sec-WebSocket-Extensions: permessage-deflate

                """;
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) socket.getInputStream().read());
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("deflate");
        byte[] hello = "{\"type\":\"hello\",\"room\":\"main\",\"mode\":\"sing\",\"name\":\"slow6\"}"
                .getBytes(StandardCharsets.UTF_8);
        // One masked text frame; a mask of zeros leaves the text as it is.
        ByteBuffer frame = ByteBuffer.allocate(6 + hello.length)
                .put((byte) 0x81)
                .put((byte) (0x80 | hello.length))
                .putInt(0)
                .put(hello);
        socket.getOutputStream().write(frame.array());
    }

    private static void assertConsecutive(StreamClient client) {
        StreamMessageReader reader = new StreamMessageReader();
        long last = -1;
        int seen = 0;
        for (byte[] mix : client.mixes) {
            reader.read(mix, 0, mix.length, Direction.TO_CLIENT);
            if (last >= 0) {
                assertThat(reader.clock(0)).isEqualTo(last + 2_880);
            }
            last = reader.clock(0);
            seen++;
        }
        assertThat(seen).isGreaterThan(60);
    }

    private static void assertEnds(Socket socket) throws Exception {
        byte[] bytes = new byte[65_536];
        InputStream in = socket.getInputStream();
        int read = 0;
        try {
            while (read >= 0) {
                read = in.read(bytes);
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset"); // cut off with sound still under way
        }
    }
}
