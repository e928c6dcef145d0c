package brigade.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards and server as real processes that are killed, over real shared memory. */
@Tag("slow")
class RpcProcessesTest {
    private static final long GENEROUS_NS = 120_000_000_000L;

    @TempDir
    Path folder;

    private Path runDir;

    @BeforeEach
    void makeRunDir() throws Exception {
        Path sharedMemory = Path.of("/dev/shm");
        runDir = Files.isWritable(sharedMemory) ? Files.createTempDirectory(sharedMemory, "brigade-test-") : folder;
    }

    @AfterEach
    void removeRunDir() throws Exception {
        try (var files = Files.list(runDir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(runDir);
    }

    private RpcClient client(int shard) throws Exception {
        return RpcClient.open(runDir, shard, System::nanoTime, GENEROUS_NS);
    }

    private static void awaitServer(RpcClient client) {
        Eventually.await("the server answers", () -> {
            try {
                return Calls.call(client, "echo").status() == 200;
            } catch (RpcUnavailableException e) {
                return false;
            }
        });
    }

    @Test
    void callsOfAnyLengthCrossProcesses() throws Exception {
        try (RpcClient client = client(1);
                TestProcess server = TestProcess.start(TestServerMain.class, runDir)) {
            awaitServer(client);
            String json = Calls.longJson("echo", 1 << 20);
            float[] sound = Calls.sound((1 << 20) / Float.BYTES);
            for (int i = 0; i < 5; i++) {
                RpcReply reply = Calls.call(client, json, sound);
                assertThat(reply.jsonText()).isEqualTo(json);
                assertThat(Calls.samplesOf(reply)).isEqualTo(sound);
            }
            server.kill();
        }
    }

    @Test
    void serverKilledInMidCallIsReplacedUnderTheCaller() throws Exception {
        Path unhang = folder.resolve("unhang");
        try (RpcClient client = client(1);
                ExecutorService caller = Executors.newSingleThreadExecutor()) {
            Future<RpcReply> call;
            try (TestProcess first = TestProcess.start(TestServerMain.class, runDir)) {
                awaitServer(client);
                call = caller.submit(() -> Calls.call(client, "hang " + unhang));
                Thread.sleep(100);
                assertThat(call.isDone()).isFalse();
                first.kill();
            }
            Files.createFile(unhang);
            try (TestProcess second = TestProcess.start(TestServerMain.class, runDir)) {
                assertThat(call.get().status()).isEqualTo(200);
                assertThat(Calls.call(client, "echo after").jsonText()).isEqualTo("echo after");
                second.kill();
            }
        }
    }

    @Test
    void killedShardIsReplacedUnderTheServer() throws Exception {
        try (TestServer server = new TestServer(runDir, new TestHandler());
                RpcClient other = client(2)) {
            for (int round = 0; round < 3; round++) {
                try (TestProcess shard = TestProcess.start(TestShardMain.class, runDir, 1, -1, round)) {
                    server.log.clear();
                    Eventually.await("it calls", () -> server.log.size() > 100);
                    shard.kill();
                }
                assertThat(Calls.call(other, "echo").status()).isEqualTo(200);
            }
            try (TestProcess last = TestProcess.start(TestShardMain.class, runDir, 1, 500, 9)) {
                assertThat(last.awaitExit()).isZero();
            }
            assertThat(server.log).contains("detached 1: it was restarted", "attached 1");
        }
    }

    /** 100,000 calls while both sides would sleep for a minute: a lost wake-up shows as a call that takes so long. */
    @Test
    void noWakeUpIsLost() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Futex futex = Futex.create(System::nanoTime);
        try (TestServer server = new TestServer(runDir, new TestHandler(), futex, TestShardMain.TIMEOUT_NS);
                TestProcess one = TestProcess.start(TestShardMain.class, runDir, 1, 50_000, seed);
                TestProcess two = TestProcess.start(TestShardMain.class, runDir, 2, 50_000, seed + 1)) {
            while (one.isAlive() || two.isAlive()) {
                // In the sleeping server's place.
                server.file.heartbeat(System.nanoTime());
                Thread.sleep(200);
            }
            assertThat(one.awaitExit()).isZero();
            assertThat(two.awaitExit()).isZero();
            assertThat(server.log).contains("attached 1", "attached 2");
        }
    }
}
