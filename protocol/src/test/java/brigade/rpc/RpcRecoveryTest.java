package brigade.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time-outs, quarantine, and peers that come back; all in one process. */
class RpcRecoveryTest {
    private static final long SHORT_NS = 200_000_000L;
    private static final long GENEROUS_NS = 60_000_000_000L;

    @TempDir
    Path runDir;

    @Test
    void timedOutBufferIsQuarantinedUntilAnswered() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = RpcClient.open(runDir, 1, System::nanoTime, SHORT_NS)) {
            Eventually.await("attached", () -> server.log.contains("attached 1"));
            server.pause(true);
            assertThatThrownBy(() -> Calls.call(client, "echo old")).isInstanceOf(RpcTimeoutException.class);
            assertThatThrownBy(() -> Calls.call(client, "echo refused"))
                    .isExactlyInstanceOf(RpcUnavailableException.class)
                    .hasMessage("the state server has not answered call 1");
            server.pause(false);
            Eventually.await("the late answer", () -> server.log.contains("answered 200"));
            Eventually.await("calls work again", () -> answers(client, "echo new"));
        }
    }

    @Test
    void virtualThreadTimesOutToo() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = RpcClient.open(runDir, 1, System::nanoTime, SHORT_NS);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Eventually.await("attached", () -> server.log.contains("attached 1"));
            server.pause(true);
            Future<RpcReply> call = callers.submit(() -> Calls.call(client, "echo"));
            assertThatThrownBy(call::get).hasCauseInstanceOf(RpcTimeoutException.class);
        }
    }

    @Test
    void callLeftByADeadServerIsSentAgainToTheNext() throws Exception {
        AtomicInteger executed = new AtomicInteger();
        RpcHandler counting = call -> {
            executed.incrementAndGet();
            new TestHandler().handle(call);
        };
        try (RpcClient client = RpcClient.open(runDir, 1, System::nanoTime, GENEROUS_NS);
                ExecutorService caller = Executors.newSingleThreadExecutor()) {
            TestServer first = new TestServer(runDir, counting);
            Eventually.await("attached", () -> first.log.contains("attached 1"));
            first.pause(true);
            String json = Calls.longJson("echo", 25_000);
            Future<RpcReply> call = caller.submit(() -> Calls.call(client, json, Calls.sound(90_000)));
            Eventually.await("handed over", () -> turnOf(1) == RpcBufferLayout.TURN_SERVER);
            first.close();
            try (TestServer second = new TestServer(runDir, counting)) {
                RpcReply reply = call.get();
                assertThat(reply.jsonText()).isEqualTo(json);
                assertThat(Calls.samplesOf(reply)).isEqualTo(Calls.sound(90_000));
                assertThat(executed).hasValue(1);
                assertThat(second.log).containsExactly("attached 1", "again", "answered 200");
            }
        }
    }

    @Test
    void quarantineEndsWithTheServersGeneration() throws Exception {
        try (RpcClient client = RpcClient.open(runDir, 1, System::nanoTime, SHORT_NS)) {
            try (TestServer first = new TestServer(runDir, new TestHandler())) {
                Eventually.await("attached", () -> first.log.contains("attached 1"));
                first.pause(true);
                assertThatThrownBy(() -> Calls.call(client, "echo")).isInstanceOf(RpcTimeoutException.class);
            }
            try (TestServer second = new TestServer(runDir, new TestHandler())) {
                Eventually.await("calls work again", () -> answers(client, "echo"));
                assertThat(second.log).contains("again");
            }
        }
    }

    @Test
    void serverWhoseFileWasDeletedIsFoundAgain() throws Exception {
        try (RpcClient client = RpcClient.open(runDir, 1, System::nanoTime, SHORT_NS)) {
            try (TestServer first = new TestServer(runDir, new TestHandler())) {
                Eventually.await("calls work", () -> answers(client, "echo"));
                assertThat(first.log).contains("attached 1");
            }
            Files.delete(RunDir.stateFile(runDir));
            try (TestServer second = new TestServer(runDir, new TestHandler())) {
                Eventually.await("calls work again", () -> answers(client, "echo"));
                assertThat(second.log).contains("attached 1");
            }
        }
    }

    @Test
    void restartedShardTakesItsNumberOver() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient old = RpcClient.open(runDir, 1, System::nanoTime, SHORT_NS)) {
            Eventually.await("calls work", () -> answers(old, "echo"));
            try (RpcClient restarted = RpcClient.open(runDir, 1, System::nanoTime, GENEROUS_NS)) {
                assertThat(Calls.call(restarted, "echo").status()).isEqualTo(200);
                Eventually.await("the old one is dropped", () -> server.log.contains("detached 1: it was restarted"));
                Eventually.await("the old one knows", () -> fails(old, "another process took over shard-01.rpc"));
                assertThat(Calls.call(restarted, "echo").status()).isEqualTo(200);
            }
            Eventually.await("it left", () -> server.log.contains("detached 1: its file is gone"));
        }
    }

    @Test
    void stoppedShardIsForgotten() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler())) {
            RpcClient client = RpcClient.open(runDir, 7, System::nanoTime, GENEROUS_NS);
            assertThat(Calls.call(client, "echo").status()).isEqualTo(200);
            client.close();
            Eventually.await("it left", () -> server.log.contains("detached 7: its file is gone"));
            assertThatThrownBy(() -> Calls.call(client, "echo")).hasMessage("this shard is stopping");
        }
    }

    @Test
    void serverThatStoppedBeatingIsAwayAtOnce() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler())) {
            assertThat(server.file.generation()).isPositive();
        }
        ServerFile.open(RunDir.stateFile(runDir)).heartbeat(System.nanoTime() - RpcClient.SERVER_STALE_NS - 1);
        try (RpcClient client = RpcClient.open(runDir, 1, System::nanoTime, GENEROUS_NS)) {
            assertThatThrownBy(() -> Calls.call(client, "echo")).hasMessage("the state server is away");
        }
    }

    private int turnOf(int shard) {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            return RpcBuffer.map(RunDir.shardFile(runDir, shard), arena).observeTurn();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean answers(RpcClient client, String json) {
        try {
            return Calls.call(client, json).jsonText().equals(json);
        } catch (RpcUnavailableException e) {
            return false;
        }
    }

    private static boolean fails(RpcClient client, String message) {
        try {
            Calls.call(client, "echo");
            return false;
        } catch (RpcUnavailableException e) {
            return message.equals(e.getMessage());
        }
    }
}
