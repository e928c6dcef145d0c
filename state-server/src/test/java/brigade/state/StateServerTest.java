package brigade.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.rpc.RpcCall;
import brigade.rpc.RpcClient;
import brigade.rpc.RpcReply;
import brigade.rpc.RunDir;
import brigade.rpc.ServerFile;
import brigade.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server, embedded, with a house of one's own. */
class StateServerTest {
    @TempDir
    Path folder;

    private StateServerConfig config(int healthPort) {
        return new StateServerConfig(folder.resolve("run"), folder.resolve("data"), healthPort, true, 10, "", false);
    }

    /** Answers "yes", refuses "no", breaks at everything else; every third tick breaks too. */
    private static final class FakeHouse implements House {
        final AtomicLong ticks = new AtomicLong();
        final AtomicLong lastNowSamples = new AtomicLong();

        @Override
        public void handle(RpcCall call) {
            switch (new String(call.requestJson(), 0, call.requestJsonBytes(), StandardCharsets.UTF_8)) {
                case "yes" -> call.replyData(0);
                case "no" -> throw new WireException(409, "no");
                default -> throw new IllegalStateException("broken");
            }
        }

        @Override
        public void tick(long nowSamples) {
            lastNowSamples.set(nowSamples);
            if (ticks.incrementAndGet() % 3 == 0) {
                throw new IllegalStateException("a bad turn");
            }
        }

        @Override
        public void close() {}
    }

    private StateServer launch() throws IOException {
        return StateServer.launch(config(-1), TimeAndChance.ofSystem(), (_, _, _) -> new FakeHouse());
    }

    private static int ask(RpcClient client, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return client.call(bytes, bytes.length, new float[0], 0, new RpcReply()).status();
    }

    private RpcClient client() throws IOException {
        return RpcClient.open(folder.resolve("run"), 1, System::nanoTime, 60_000_000_000L);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void runsTheRooms() throws Exception {
        try (StateServer server = StateServer.launch(config(-1), TimeAndChance.ofSystem());
                RpcClient client = client()) {
            byte[] json = "{\"call\":\"status\"}".getBytes(StandardCharsets.UTF_8);
            RpcReply reply = client.call(json, json.length, new float[0], 0, new RpcReply());
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.jsonText()).contains("\"n_connected_users\":0").contains("\"max_users\":10");
            assertThat(server.counters().get(Counter.CALLS)).isEqualTo(1);
        }
    }

    @Test
    void survivesBadCallsAndBadTurns() throws Exception {
        FakeHouse house = new FakeHouse();
        try (StateServer server = StateServer.launch(config(-1), TimeAndChance.ofSystem(), (_, _, _) -> house);
                RpcClient client = client()) {
            while (house.ticks.get() < 9) {
                assertThat(ask(client, "yes")).isEqualTo(200);
                assertThat(ask(client, "no")).isEqualTo(409);
                assertThat(ask(client, "?")).isEqualTo(500);
            }
            Counters counters = server.counters();
            assertThat(counters.get(Counter.CALLS)).isGreaterThanOrEqualTo(3);
            assertThat(counters.get(Counter.CALLS_REFUSED)).isEqualTo(counters.get(Counter.CALLS) / 3);
            assertThat(counters.get(Counter.CALLS_FAILED)).isEqualTo(counters.get(Counter.CALLS) / 3);
            assertThat(counters.get(Counter.ERRORS)).isGreaterThan(counters.get(Counter.CALLS_FAILED));
            assertThat(counters.get(Counter.SHARDS)).isEqualTo(1);
        }
    }

    @Test
    void healthPageTellsWhetherTheAgentBeats() throws Exception {
        try (StateServer server =
                        StateServer.launch(config(0), TimeAndChance.ofSystem(), (_, _, _) -> new FakeHouse());
                RpcClient client = client()) {
            assertThat(ask(client, "yes")).isEqualTo(200);
            assertThat(get(server.healthPort(), "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(server.healthPort(), "/counters").body()).contains("\"calls\": 1");
            assertThat(get(server.healthPort(), "/metrics").body())
                    .contains(
                            "brigade_state_calls_total 1.0",
                            "brigade_state_shards 1.0",
                            "brigade_state_late_samples_total 0",
                            "brigade_state_journal_lag_seconds 0.0",
                            "brigade_state_timing_off 0.0")
                    .contains("# HELP brigade_state_people Singers of both protocols.", "jvm_memory_used_bytes");
            assertThat(get(server.healthPort(), "/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void deadAgentIsUnhealthy() throws Exception {
        // A house that never comes back: the agent cannot beat, the page must say so.
        CountDownLatch stuckNow = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        House stuck = new House() {
            @Override
            public void handle(RpcCall call) {}

            @Override
            public void tick(long nowSamples) {
                stuckNow.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {}
        };
        AtomicLong aheadNs = new AtomicLong();
        TimeAndChance system = TimeAndChance.ofSystem();
        TimeAndChance source = new TimeAndChance(
                () -> system.monotonicNs().getAsLong() + aheadNs.get(), system.unixNs(), system.random());
        try (StateServer server = StateServer.launch(config(0), source, (_, _, _) -> stuck)) {
            try {
                stuckNow.await();
                aheadNs.set(StateServer.DEAD_AFTER_NS);
                assertThat(get(server.healthPort(), "/healthz").statusCode()).isEqualTo(503);
            } finally {
                free.countDown();
            }
        }
    }

    @Test
    @Timeout(60)
    void aDeadAgentIsNotWaitedForUntilItsSongsEnd() throws Exception {
        House singing = new House() {
            @Override
            public void handle(RpcCall call) {}

            @Override
            public void tick(long nowSamples) {
                throw new OutOfMemoryError("of the test: no turn survives it");
            }

            @Override
            public boolean isBusy() {
                return true;
            }

            @Override
            public boolean isSilent() {
                return false;
            }

            @Override
            public void close() {}
        };
        try (StateServer server = StateServer.launch(config(-1), TimeAndChance.ofSystem(), (_, _, _) -> singing)) {
            assertThatThrownBy(server::awaitEnd).hasMessage("the state agent died");
            server.stop(600);
        }
        launch().close(); // its run folder is free
    }

    @Test
    void secondServerInOneRunFolderIsRefused() throws Exception {
        try (StateServer server = launch()) {
            assertThat(server.healthPort()).isEqualTo(-1);
            assertThatThrownBy(this::launch)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another state server runs in");
        }
        launch().close();
    }

    @Test
    void steppedWallClockChangesNothing() throws Exception {
        TimeAndChance system = TimeAndChance.ofSystem();
        AtomicLong stepNs = new AtomicLong();
        TimeAndChance source = new TimeAndChance(
                system.monotonicNs(), () -> system.unixNs().getAsLong() + stepNs.get(), system.random());
        long hourNs = 3_600_000_000_000L;
        long before = nowSamples(source);
        for (long step : new long[] {hourNs, -hourNs}) {
            stepNs.set(step);
            long restarted = nowSamples(source);
            assertThat(restarted - before).isBetween(0L, 48_000L * 600);
            before = restarted;
        }
    }

    private long nowSamples(TimeAndChance source) throws Exception {
        FakeHouse house = new FakeHouse();
        try (StateServer server = StateServer.launch(config(-1), source, (_, _, _) -> house);
                RpcClient client = client()) {
            assertThat(ask(client, "yes")).isEqualTo(200);
            assertThat(server.counters().get(Counter.CALLS)).isEqualTo(1);
            long clientNow = client.clock().nowSamples();
            assertThat(clientNow).isGreaterThanOrEqualTo(house.lastNowSamples.get());
            return clientNow;
        }
    }

    @Test
    void restartBeginsANewGeneration() throws Exception {
        launch().close();
        ServerFile file = ServerFile.open(RunDir.stateFile(folder.resolve("run")));
        long first = file.generation();
        launch().close();
        assertThat(file.generation()).isGreaterThan(first);
    }
}
