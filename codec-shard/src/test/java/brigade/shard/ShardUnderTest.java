package brigade.shard;

import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.ConcentusCodec;
import brigade.shard.stream.FakeStage;
import brigade.wire.PacketBundleWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real shard on a free port, with a state server in memory behind it and a real client before it. */
final class ShardUnderTest implements AutoCloseable {
    static final String TOKEN = "operator-secret";
    static final long CLOCK = 85_708_800_000_000L;

    final FakeState state = new FakeState();
    final CodecShard shard;
    private final HttpClient client = HttpClient.newHttpClient();

    ShardUnderTest(Path data) {
        this(data, "127.0.0.1");
    }

    ShardUnderTest(Path data, String host) {
        this(data, host, null);
    }

    /** @param streamUrl what clients are told; one like {@code /2/api/01/stream} is of a house in a folder */
    ShardUnderTest(Path data, String host, @Nullable String streamUrl) {
        CodecShardConfig config = new CodecShardConfig(
                1,
                host,
                0,
                data,
                data,
                CodecChoice.CONCENTUS,
                TOKEN,
                100,
                1_000_000,
                false,
                List.of(),
                streamUrl,
                false);
        shard = new CodecShard(config, state::newCall, () -> CLOCK, new FakeStage(() -> CLOCK, 24_000));
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + shard.port() + pathAndQuery);
    }

    /** Waits until it says so. */
    void awaitReady() {
        for (int tries = 0; get("/ready").statusCode() != 200; tries++) {
            if (tries == 1_000) {
                throw new AssertionError("not ready within 1,000 tries");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    HttpResponse<byte[]> get(String pathAndQuery) {
        return send(HttpRequest.newBuilder(uri(pathAndQuery)).GET());
    }

    HttpResponse<byte[]> post(String pathAndQuery, byte[] body) {
        return send(HttpRequest.newBuilder(uri(pathAndQuery)).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String metadata(HttpResponse<byte[]> response) {
        return response.headers().firstValue("X-Audio-Metadata").orElseThrow();
    }

    static byte[] golden(String name) {
        try (InputStream in = ShardUnderTest.class.getResourceAsStream("/golden/v1/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String goldenText(String name) {
        return new String(golden(name), StandardCharsets.UTF_8);
    }

    /** Ten packets of 60 ms that a fresh encoder makes of {@code pcm}. */
    static byte[] tenPackets(float[] pcm) {
        try (BundleEncoder encoder = new BundleEncoder(new ConcentusCodec().newEncoder())) {
            PacketBundleWriter writer = new PacketBundleWriter();
            encoder.encode(pcm, 0, 28_800, writer);
            return writer.toByteArray();
        }
    }

    @Override
    public void close() {
        shard.close();
    }
}
