package brigade.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.WireLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpcClientTest {
    private static final long GENEROUS_NS = 60_000_000_000L;

    @TempDir
    Path runDir;

    private RpcClient open(int shard) throws Exception {
        return RpcClient.open(runDir, shard, System::nanoTime, GENEROUS_NS);
    }

    @Test
    void callBringsJsonAndSoundThereAndBack() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = open(3)) {
            float[] sound = Calls.sound(28_800);
            RpcReply reply = Calls.call(client, "echo häh", sound);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.jsonText()).isEqualTo("echo häh");
            assertThat(Calls.samplesOf(reply)).isEqualTo(sound);
            assertThat(server.log).containsExactly("attached 3", "answered 200");
        }
    }

    @Test
    void traceKeepsTheTimesOfTheLatestCalls() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = open(1)) {
            assertThat(timesSince(client, 0)).isEmpty();
            long before = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                Calls.call(client, "echo");
            }
            long after = System.nanoTime();
            assertThat(client.trace().read(5, (_, _, _) -> {})).isEqualTo(5);
            // Signal, awake, finish, and so on: each after the one before, on one clock for both sides.
            assertThat(timesSince(client, 2)).hasSize(9).isSorted().allMatch(time -> time >= before && time <= after);
            assertThat(server.log).contains("attached 1");
            for (int i = 0; i < RpcTrace.CALLS; i++) {
                client.trace().add(i, i, i);
            }
            assertThat(timesSince(client, 0)).hasSize(3 * RpcTrace.CALLS).startsWith(0L, 0L, 0L, 1L);
            assertThat(timesSince(client, 1_000_000)).isEmpty();
        }
    }

    private static List<Long> timesSince(RpcClient client, long from) {
        List<Long> times = new ArrayList<>();
        client.trace().read(from, (signal, awake, finish) -> times.addAll(List.of(signal, awake, finish)));
        return times;
    }

    @Test
    void shardMayStartBeforeTheServer() throws Exception {
        try (RpcClient client = open(1)) {
            assertThatThrownBy(() -> Calls.call(client, "echo"))
                    .isExactlyInstanceOf(RpcUnavailableException.class)
                    .hasMessage("no state server yet");
            assertThatThrownBy(() -> client.clock().nowSamples()).isInstanceOf(RpcUnavailableException.class);
            try (TestServer server = new TestServer(runDir, new TestHandler())) {
                assertThat(Calls.call(client, "echo").status()).isEqualTo(200);
                assertThat(client.clock().nowSamples()).isGreaterThan(48_000L * 1_700_000_000L);
                assertThat(server.log).contains("attached 1");
            }
        }
    }

    @Test
    void refusalBecomesItsStatusAndOneLine() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = open(1)) {
            RpcReply reply = Calls.call(client, "refuse 409");
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.jsonText()).isEqualTo("{\"message\":\"refused \\\"as asked\\\"\\u000a\"}");
            assertThat(server.log).doesNotContain("failed");
        }
    }

    @Test
    void failureIsForItsCallerAlone() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient bad = open(1);
                RpcClient good = open(2)) {
            for (int i = 0; i < 20; i++) {
                RpcReply reply = Calls.call(bad, "fail");
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.jsonText()).startsWith("{\"message\":").doesNotContain("half");
                assertThat(reply.dataBytes()).isZero();
                assertThat(Calls.call(good, "echo " + i).jsonText()).isEqualTo("echo " + i);
            }
            assertThat(server.log).contains("failed answering a call: java.lang.ArithmeticException: as asked");
        }
    }

    @Test
    void messagesOfAnyLengthTravelInParts() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = open(1)) {
            int[] jsonSizes = {100, 10_000, 10_001, 20_000, WireLimits.RPC_JSON_MAX_BYTES};
            int[] samples = {0, 50_000, 50_001, 100_000, WireLimits.RPC_DATA_MAX_BYTES / Float.BYTES};
            for (int jsonBytes : jsonSizes) {
                for (int count : samples) {
                    String json = Calls.longJson("echo", jsonBytes);
                    float[] sound = Calls.sound(count);
                    RpcReply reply = Calls.call(client, json, sound);
                    assertThat(reply.jsonText()).isEqualTo(json);
                    assertThat(Calls.samplesOf(reply)).isEqualTo(sound);
                }
            }
            assertThat(server.log).doesNotContain("again");
        }
    }

    @Test
    void replyMayBeLongerThanItsRequest() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = open(1)) {
            assertThat(server.file.generation()).isPositive();
            for (int[] size :
                    new int[][] {{0, 0}, {9_999, 200_000}, {40_000, 116_000}, {12, 200_001}, {1_048_576, 1_048_576}}) {
                RpcReply reply = Calls.call(client, "size " + size[0] + " " + size[1]);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.jsonBytes()).isEqualTo(size[0]);
                assertThat(reply.dataBytes()).isEqualTo(size[1]);
                byte[] data = new byte[size[1]];
                reply.copyBytes(0, data, 0, data.length);
                assertThat(Arrays.copyOf(reply.json(), size[0])).isEqualTo(pattern(size[0]));
                assertThat(data).isEqualTo(pattern(size[1]));
            }
        }
    }

    private static byte[] pattern(int bytes) {
        byte[] pattern = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            pattern[i] = TestHandler.patternAt(i);
        }
        return pattern;
    }

    @Test
    void replyOverTheLimitIsAFailureNotACrash() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient client = open(1)) {
            assertThat(Calls.call(client, "size 1048577 0").status()).isEqualTo(500);
            assertThat(Calls.call(client, "size 0 1048577").status()).isEqualTo(500);
            assertThat(Calls.call(client, "echo").status()).isEqualTo(200);
            assertThat(server.log).hasSize(6);
        }
    }

    @Test
    void callOverTheLimitIsRefusedBeforeItTravels() throws Exception {
        try (RpcClient client = open(1)) {
            byte[] json = new byte[WireLimits.RPC_JSON_MAX_BYTES + 1];
            float[] pcm = new float[WireLimits.RPC_DATA_MAX_BYTES / Float.BYTES + 1];
            RpcReply reply = new RpcReply();
            assertThatThrownBy(() -> client.call(json, json.length, pcm, 0, reply))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.call(json, 1, pcm, pcm.length, reply))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.call(json, -1, pcm, 0, reply)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void manyVirtualThreadsShareOneClient() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient one = open(1);
                RpcClient two = open(2);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                RpcClient client = i % 2 == 0 ? one : two;
                String json = "echo " + i;
                answers.add(callers.submit(() -> Calls.call(client, json).jsonText()));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("echo " + i);
            }
            assertThat(server.log).contains("attached 1", "attached 2");
        }
    }

    @Test
    void worksWithoutFutex() throws Exception {
        Futex parking = new ParkingFutex(System::nanoTime);
        try (TestServer server = new TestServer(runDir, new TestHandler(), new ParkingFutex(System::nanoTime));
                RpcClient client = RpcClient.open(runDir, 1, System::nanoTime, GENEROUS_NS, parking)) {
            for (int i = 0; i < 200; i++) {
                assertThat(Calls.call(client, "echo " + i).jsonText()).isEqualTo("echo " + i);
            }
            assertThat(server.log).contains("attached 1");
        }
    }

    @Test
    void interruptedCallerStillGetsItsAnswer() throws Exception {
        AtomicBoolean atServer = new AtomicBoolean();
        RpcHandler handler = call -> {
            atServer.set(true);
            new TestHandler().handle(call);
        };
        try (TestServer server = new TestServer(runDir, handler);
                RpcClient client = open(1)) {
            Future<Boolean> answered;
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                answered = callers.submit(() -> {
                    Thread caller = Thread.currentThread();
                    Thread.ofVirtual().start(() -> {
                        Eventually.await("the caller waits", atServer::get);
                        caller.interrupt();
                    });
                    return Calls.call(client, "sleep 300").status() == 200
                            && Thread.currentThread().isInterrupted();
                });
            }
            assertThat(answered.get()).isTrue();
            assertThat(server.log).contains("answered 200");
        }
    }
}
