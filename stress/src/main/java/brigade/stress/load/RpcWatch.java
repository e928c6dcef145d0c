package brigade.stress.load;

import brigade.robot.RobotClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fetches the shards' RPC traces once a second, in a thread of its own from {@link #start} to {@link #stop}. A shard
 * that does not answer has no points; the load goes on.
 */
final class RpcWatch {
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final List<Target> shards;
    private final RobotClock clock;
    private final long originNs;
    private final List<RpcTimes> times = new ArrayList<>();
    private final Thread thread;

    /**
     * Watches these shards.
     *
     * @param originNs the time that points count from
     */
    RpcWatch(List<Target> shards, RobotClock clock, long originNs) {
        this.shards = shards;
        this.clock = clock;
        this.originNs = originNs;
        for (int i = 0; i < shards.size(); i++) {
            times.add(new RpcTimes(String.format(Locale.ROOT, "shard-%02d", i + 1), originNs));
        }
        thread = Thread.ofVirtual().name("rpc-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Looks once more and ends; what was found, a part per shard that told anything. */
    List<RpcTiming> stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
        try (HttpClient client = client()) {
            fetchAll(client);
        }
        return times.stream()
                .map(RpcTimes::timing)
                .filter(timing -> !timing.points().isEmpty())
                .toList();
    }

    private void run() {
        try (HttpClient client = client()) {
            long nextNs = originNs;
            while (!shards.isEmpty()) {
                nextNs += INTERVAL_NS;
                clock.awaitNs(nextNs);
                fetchAll(client);
            }
        } catch (InterruptedException e) {
            // stop() takes what there is
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    private void fetchAll(HttpClient client) throws InterruptedException {
        for (int i = 0; i < shards.size(); i++) {
            fetch(client, shards.get(i), times.get(i));
        }
    }

    private static void fetch(HttpClient client, Target shard, RpcTimes times) throws InterruptedException {
        URI page = URI.create("http://" + shard.host() + ":" + shard.port() + "/rpc-trace?after=" + times.next());
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                times.add(answer.body());
            }
        } catch (IOException | NumberFormatException e) {
            // Away, or a shard of another build: no points.
        }
    }
}
