package brigade.e2e;

import brigade.client.ClientLoop;
import brigade.client.WebConnector;
import brigade.robot.LiveSystem;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Robots of stream v2 that sing at once. One test, one choir. */
final class StreamChoir implements AutoCloseable {
    private static final double SONG_MAX_S = 150;
    private static final AtomicInteger CHOIRS = new AtomicInteger();

    private final LiveSystem system = new LiveSystem();
    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(address())
            .build();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ClientLoop loop = new ClientLoop("robots", system::nowNs, failures::add);
    private final Map<String, StreamRobot> robots = new LinkedHashMap<>();
    private @Nullable Choir old;

    /**
     * Each choir has an address of its own: rooms that are made are counted by it, and many songs share a stack. Where loopback is
     * one address only, all have that.
     */
    private static InetAddress address() {
        int number = CHOIRS.incrementAndGet();
        boolean wide = System.getProperty("os.name", "").startsWith("Linux");
        byte[] loopback = {127, 0, wide ? (byte) (number >> 8) : 0, wide ? (byte) number : 1};
        try {
            return InetAddress.getByAddress(loopback);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Has old clients sing in the same song: they are waited for, and closed, with the others. */
    Choir with(Choir oldClients) {
        old = oldClients;
        return oldClients;
    }

    HttpClient http() {
        return http;
    }

    /** Starts a robot on the shard that the server chooses. */
    StreamRobot sing(StreamRobotConfig config, float[] voice, URI server) {
        return start(
                config, voice, WebConnector.joining(http, server, config.who().room()));
    }

    /** Starts a robot on that shard, from 1. */
    StreamRobot singOn(StreamRobotConfig config, float[] voice, TestStack stack, int shard) throws IOException {
        return singAt(config, voice, URI.create("ws://127.0.0.1:" + stack.shardPort(shard) + "/stream"));
    }

    /** Starts a robot that meets this WebSocket and no other. */
    StreamRobot singAt(StreamRobotConfig config, float[] voice, URI stream) {
        return start(config, voice, WebConnector.direct(http, stream));
    }

    private StreamRobot start(StreamRobotConfig config, float[] voice, WebConnector connector) {
        StreamRobot robot = new StreamRobot(config, voice, connector, codec, system::nowNs);
        robots.put(config.who().name(), robot);
        robot.start(loop);
        return robot;
    }

    /** A robot by its name. */
    StreamRobot robot(String name) {
        return Objects.requireNonNull(robots.get(name), name);
    }

    /** The old clients. */
    Choir old() {
        return Objects.requireNonNull(old, "no old clients");
    }

    /** Waits until all are in the room. */
    void awaitComing() throws InterruptedException {
        StreamSongs.await(
                "all to come",
                () -> robots.values().stream().allMatch(robot -> robot.report().connections() > 0));
    }

    /** Waits until all have sung, and prints their reports. */
    void awaitEnd() throws Exception {
        for (StreamRobot robot : robots.values()) {
            if (!robot.awaitEnd(SONG_MAX_S)) {
                print();
                throw new AssertionError(robot.name() + " does not come to the song's end");
            }
        }
        print();
        if (old != null) {
            old.awaitEnd();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a robot failed", failures.peek());
        }
    }

    private void print() {
        robots.forEach((name, robot) -> System.out.print(robot.report().format(name, robot.recording())));
    }

    /**
     * Whether the machine stood still for so long that sound came too late to be played, or was sung too late to be heard:
     * then the song says nothing about the servers.
     */
    boolean wasDisturbed() {
        boolean disturbed = old != null && old.wasDisturbed();
        for (StreamRobot robot : robots.values()) {
            // Whose connection was cut misses messages by right.
            long gaps = robot.report().connections() > 1 ? 0 : robot.report().gaps();
            long lost = robot.report().lateFrames() + robot.report().skips() + gaps;
            if (lost > 0) {
                System.out.println(robot.name() + " lost " + lost + " frames");
                disturbed = true;
            }
        }
        return disturbed;
    }

    /** What a page of one of the stack's processes says. */
    String get(URI page) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        robots.values().forEach(StreamRobot::close);
        if (old != null) {
            old.close();
        }
        loop.close();
        http.shutdown();
        try {
            http.awaitTermination(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
