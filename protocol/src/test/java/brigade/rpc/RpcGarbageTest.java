package brigade.rpc;

import static brigade.rpc.RpcBufferLayout.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in the run directory or in a buffer, the server goes on serving the others. */
class RpcGarbageTest {
    private static final int HONEST = 1;
    private static final int BAD = 5;

    @TempDir
    Path runDir;

    private TestServer server;
    private RpcClient honest;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(runDir, new TestHandler());
        honest = RpcClient.open(runDir, HONEST, System::nanoTime, 60_000_000_000L);
    }

    @AfterEach
    void othersAreServed() {
        assertThat(Calls.call(honest, "echo still here").jsonText()).isEqualTo("echo still here");
        honest.close();
        server.close();
    }

    private RpcBuffer badBuffer() throws IOException {
        MemorySegment memory = NewFile.create(
                RunDir.shardFile(runDir, BAD),
                FILE_BYTES,
                Arena.ofAuto(),
                fresh -> RpcBuffer.format(fresh, BAD, 99, 0, System.nanoTime()));
        attach();
        Eventually.await("attached", () -> server.log.contains("attached " + BAD));
        return new RpcBuffer(memory);
    }

    private void attach() {
        server.file.askToAttach();
        server.file.ring(Futex.create(System::nanoTime));
    }

    private void expectRefused(String name, byte[] content, String why) throws IOException {
        Files.write(runDir.resolve(name), content);
        attach();
        Eventually.await(
                name + " is refused",
                () -> server.log.stream().anyMatch(line -> line.contains(name) && line.contains(why)));
        Files.delete(runDir.resolve(name));
    }

    private static byte[] file(long magic, int version, int shard) {
        return ByteBuffer.allocate(FILE_BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong((int) MAGIC_OFFSET, magic)
                .putInt((int) VERSION_OFFSET, version)
                .putInt((int) FILE_BYTES_OFFSET, FILE_BYTES)
                .putInt((int) SHARD_OFFSET, shard)
                .array();
    }

    @Test
    void filesThatAreNoBuffersAreRefused() throws Exception {
        expectRefused("shard-05.rpc", new byte[0], "has 0 bytes");
        expectRefused("shard-06.rpc", new byte[FILE_BYTES - 1], "bytes, not");
        expectRefused("shard-07.rpc", new byte[FILE_BYTES], "wrong magic");
        expectRefused("shard-08.rpc", file(MAGIC + 1, VERSION, 8), "wrong magic");
        expectRefused("shard-09.rpc", file(MAGIC, VERSION + 1, 9), "has version 2, not 1");
        expectRefused("shard-10.rpc", file(MAGIC, VERSION, 11), "says it belongs to shard 11");
        expectRefused("shard-x.rpc", file(MAGIC, VERSION, 3), "says it belongs to shard 3");
    }

    @Test
    void fileOfADeadShardIsLeftAlone() throws Exception {
        NewFile.create(
                RunDir.shardFile(runDir, BAD),
                FILE_BYTES,
                Arena.ofAuto(),
                fresh -> RpcBuffer.format(fresh, BAD, 99, 0, System.nanoTime() - RpcPoller.SHARD_STALE_NS - 1));
        attach();
        try (RpcClient later = RpcClient.open(runDir, 6, System::nanoTime, 60_000_000_000L)) {
            assertThat(Calls.call(later, "echo").status()).isEqualTo(200);
        }
        assertThat(server.log).doesNotContain("attached " + BAD);
    }

    @Test
    void badHeadersGetAnAnswerNotACrash() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RpcBuffer buffer = badBuffer();
        Futex futex = Futex.create(System::nanoTime);
        int[] likely = {0, 1, -1, 2, 5, 9_999, 10_000, 10_001, 200_000, 200_001, 1 << 20, (1 << 20) + 1};
        long[] fields = {
            CALL_NUMBER_OFFSET,
            KIND_OFFSET,
            PART_INDEX_OFFSET,
            PART_COUNT_OFFSET,
            STATUS_OFFSET,
            JSON_TOTAL_OFFSET,
            DATA_TOTAL_OFFSET,
            JSON_LENGTH_OFFSET,
            DATA_LENGTH_OFFSET
        };
        for (int i = 0; i < 3_000; i++) {
            buffer.part(KIND_REQUEST + random.nextInt(2), 0, 1, random.nextInt(100), random.nextInt(100));
            int changes = random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                int value = random.nextInt(4) == 0 ? random.nextInt() : likely[random.nextInt(likely.length)];
                buffer.memory().set(JAVA_INT, fields[random.nextInt(fields.length)], value);
            }
            buffer.serverGeneration(server.file.generation() - (random.nextInt(10) == 0 ? 1 : 0));
            buffer.handOver(TURN_SERVER);
            server.file.ring(futex);
            while (buffer.observeTurn() == TURN_SERVER) {
                Thread.onSpinWait();
            }
            assertThat(buffer.kind()).isBetween(KIND_REPLY, KIND_AGAIN);
        }
        assertThat(server.log).anyMatch(line -> line.contains("contradict"));
    }

    @Test
    void impossibleTurnIsIgnored() throws Exception {
        RpcBuffer buffer = badBuffer();
        buffer.handOver(77);
        server.file.ring(Futex.create(System::nanoTime));
        assertThat(Calls.call(honest, "echo").status()).isEqualTo(200);
        assertThat(buffer.observeTurn()).isEqualTo(77);
    }

    @Test
    void fileCutShortUnderTheServersFeetIsDropped() throws Exception {
        RpcBuffer buffer = badBuffer();
        assertThat(buffer.shard()).isEqualTo(BAD);
        try (FileChannel channel = FileChannel.open(RunDir.shardFile(runDir, BAD), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        server.file.ring(Futex.create(System::nanoTime));
        Eventually.await(
                "dropped", () -> server.log.stream().anyMatch(line -> line.startsWith("detached " + BAD + ": ")));
    }
}
