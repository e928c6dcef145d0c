package brigade.stress;

import brigade.audio.AudioFormat;
import brigade.audio.synth.Melody;
import brigade.audio.synth.VoiceSynth;
import brigade.shard.codec.BundleEncoder;
import brigade.shard.codec.ConcentusCodec;
import brigade.stress.load.LiveTime;
import brigade.wire.PacketBundleWriter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Answers exchange v1 with a song that is long on, and misbehaves on demand. */
public final class FakeServer implements AutoCloseable {
    /** A clock far from 0, as real ones are. */
    private static final long EPOCH_SAMPLES = 85_000_000_000_000L;

    private final LiveTime time = new LiveTime();
    private final long startNs = time.nowNs();
    private final HttpServer server;
    private final byte[] sound = bundle(new VoiceSynth(1).sing(Melody.ODE_TO_JOY, AudioFormat.V1_BATCH_SAMPLES));
    private final byte[] silence = bundle(new float[AudioFormat.V1_BATCH_SAMPLES]);
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    /** The queries of all POSTs, in the order they came. */
    public final Queue<String> queries = new ConcurrentLinkedQueue<>();

    /** POSTs answered. */
    public final AtomicInteger posts = new AtomicInteger();

    /** Whether answers sound. */
    public volatile boolean silent;

    /** After so many POSTs the song has ended. */
    public volatile int songPosts = Integer.MAX_VALUE;

    /** Every POST takes so long, one after the other. */
    public volatile long serialNs;

    private volatile long firstStallNs;
    private volatile long stallUntilNs = startNs;

    /** Instead of 200. */
    public volatile int status = 200;

    /** Starts on a free port of the loopback address. */
    public FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Where it is. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From the first POST on, nothing is answered for that long. */
    public void stallFromFirstPost(double seconds) {
        firstStallNs = (long) (seconds * 1e9);
    }

    private long nowSamples() {
        return EPOCH_SAMPLES + (time.nowNs() - startNs) / 1_000 * AudioFormat.SAMPLE_RATE_HZ / 1_000_000;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().add("X-Audio-Metadata", "{\"server_clock\": " + nowSamples() + "}");
                send(exchange, 200, "ok".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            exchange.getRequestBody().readAllBytes();
            String query = exchange.getRequestURI().getRawQuery();
            queries.add(query);
            misbehave();
            posts.incrementAndGet();
            if (status != 200) {
                exchange.getResponseHeaders()
                        .add("X-Audio-Metadata", "{\"kill_client\": true, \"message\": \"clock 12345 is wrong\"}");
                send(exchange, status, new byte[0]);
                return;
            }
            answer(exchange);
        }
    }

    private void misbehave() {
        long stallNs = firstStallNs;
        if (stallNs > 0) {
            firstStallNs = 0;
            stallUntilNs = time.nowNs() + stallNs;
        }
        while (time.nowNs() < stallUntilNs) {
            LockSupport.parkNanos(stallUntilNs - time.nowNs());
        }
        if (serialNs > 0) {
            oneAtATime.lock();
            try {
                long untilNs = time.nowNs() + serialNs;
                while (time.nowNs() < untilNs) {
                    LockSupport.parkNanos(untilNs - time.nowNs());
                }
            } finally {
                oneAtATime.unlock();
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        long songEnd = posts.get() > songPosts ? EPOCH_SAMPLES : 0;
        String metadata = "{\"song_start_clock\": " + (EPOCH_SAMPLES - 30L * AudioFormat.SAMPLE_RATE_HZ)
                + ", \"song_end_clock\": " + songEnd + ", \"leader\": \"1\"}";
        byte[] json = metadata.getBytes(StandardCharsets.UTF_8);
        byte[] packets = silent ? silence : sound;
        byte[] body = new byte[json.length + 2 + packets.length];
        System.arraycopy(json, 0, body, 0, json.length);
        System.arraycopy(packets, 0, body, json.length + 2, packets.length);
        exchange.getResponseHeaders().add("X-Audio-Metadata", "{\"metadata_len\": " + json.length + "}");
        send(exchange, 200, body);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bundle(float[] pcm) {
        PacketBundleWriter writer = new PacketBundleWriter();
        try (BundleEncoder encoder = new BundleEncoder(new ConcentusCodec().newEncoder())) {
            encoder.encode(pcm, 0, pcm.length, writer);
        }
        return writer.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
