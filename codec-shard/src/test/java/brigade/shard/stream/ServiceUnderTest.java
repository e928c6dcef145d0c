package brigade.shard.stream;

import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;

/** A stream service without sockets, over a state server in memory. */
final class ServiceUnderTest implements AutoCloseable {
    static final long START = 85_708_800_000_000L;
    static final int SPACING = 9_600;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final long startNs = System.nanoTime();
    final TapLog tap = new TapLog();
    final FakeStage stage = new FakeStage(this::clock, SPACING);
    final StreamService service = new StreamService(
            new StreamService.Settings(1, () -> 8_081, null, 1, brigade.thread.AudioThreads.normal()),
            codec,
            stage,
            new OpenAccess(),
            registry,
            System::nanoTime,
            this::clock,
            () -> true,
            tap);

    ServiceUnderTest() {
        service.start();
    }

    long clock() {
        return START + (System.nanoTime() - startNs) * 6 / 125_000;
    }

    /** A member with his socket. */
    record Member(FakeWire wire, StreamService.Socket socket) {
        void text(String json) {
            socket.text(json);
        }

        void binary(byte[] message) {
            socket.binary(ByteBuffer.wrap(message));
        }
    }

    /** Opens a socket. */
    Member open() {
        FakeWire wire = new FakeWire();
        return new Member(wire, service.open(wire, "192.0.2.1"));
    }

    /** Lets somebody in; his name ends with his bucket. */
    Member join(String name) throws InterruptedException {
        Member member = open();
        member.text(
                "{\"type\":\"hello\",\"protocol\":2,\"room\":\"main\",\"token\":\"secret\",\"mode\":\"sing\",\"name\":\""
                        + name + "\"}");
        member.wire.await("welcome");
        return member;
    }

    double count(String name) {
        return registry.get(name).counter().count();
    }

    @Override
    public void close() {
        service.close();
    }
}
