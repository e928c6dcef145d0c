package brigade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real socket against a real server. */
class JdkSocketTest {
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamSocket> opened = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Javalin server = Javalin.create();

    private final StreamSocket.Events events = new StreamSocket.Events() {
        @Override
        public void opened(StreamSocket socket) {
            opened.add(socket);
        }

        @Override
        public void text(String message) {
            said.add(message);
        }

        @Override
        public void binary(ByteBuffer message) {
            said.add("binary " + message.remaining());
        }

        @Override
        public void closed(int code, String reason) {
            said.add("closed " + code);
        }
    };

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
            config.jetty.port = 0;
            config.routes.get("/api/join", join -> {
                String room = String.valueOf(join.queryParam("room"));
                if (room.equals("none")) {
                    join.status(404).result("no such room");
                } else {
                    join.result("{\"room\":\"" + room + "\",\"shard\":1,\"streamUrl\":\"/stream\",\"protocol\":"
                            + (room.equals("old") ? 1 : 2) + "}");
                }
            });
            config.routes.ws("/stream", ws -> {
                ws.onMessage(message -> message.send("echo " + message.message()));
                ws.onBinaryMessage(message ->
                        message.send(ByteBuffer.allocate(message.data().remaining())));
            });
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        client.shutdownNow();
    }

    private Connector connector(String room) {
        return WebConnector.joining(client, URI.create("http://localhost:" + server.port()), room);
    }

    private String said() throws InterruptedException {
        return String.valueOf(said.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void manyMessagesInARowArriveInOrder_andAnEndIsTold() throws InterruptedException {
        connector("spring choir").connect(events);
        StreamSocket socket = java.util.Objects.requireNonNull(opened.poll(20, TimeUnit.SECONDS));
        for (int i = 0; i < 200; i++) {
            socket.sendText("t" + i);
            socket.sendBinary(new byte[50], i % 50 + 1);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(said()).isEqualTo("echo t" + i);
            assertThat(said()).isEqualTo("binary " + (i % 50 + 1));
        }
        socket.close();
        assertThat(said()).isEqualTo("closed 1000");
    }

    @Test
    void aCutIsTold() throws InterruptedException {
        connector("main").connect(events);
        java.util.Objects.requireNonNull(opened.poll(20, TimeUnit.SECONDS)).cut();
        assertThat(said()).isEqualTo("closed 1006");
    }

    @Test
    void aRoomThatIsNotThere_anotherProtocol_andNobodyAreToldApart() throws InterruptedException {
        connector("none").connect(events);
        assertThat(said()).isEqualTo("closed " + StreamSocket.REFUSED);
        connector("old").connect(events);
        assertThat(said()).isEqualTo("closed " + StreamSocket.BROKEN);
        WebConnector.direct(client, URI.create("ws://localhost:1/stream")).connect(events);
        assertThat(said()).isEqualTo("closed " + StreamSocket.BROKEN);
        assertThat(opened).isEmpty();
    }
}
