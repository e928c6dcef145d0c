package brigade.stress.stream;

import brigade.robot.RobotClock;
import brigade.stress.load.Target;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fetches the shards' tick traces once a second, in a thread of its own from {@link #start} to {@link #stop}. A shard that does
 * not answer has no ticks; the load goes on.
 */
public final class TickWatch {
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http;
    private final List<Target> shards;
    private final RobotClock clock;
    private final List<ShardTicks> ticks = new ArrayList<>();
    private final Thread thread;

    /** Watches these shards, which are on this machine. */
    public TickWatch(HttpClient http, List<Target> shards, RobotClock clock) {
        this.http = http;
        this.shards = shards;
        this.clock = clock;
        for (int i = 0; i < shards.size(); i++) {
            ticks.add(new ShardTicks(String.format(Locale.ROOT, "shard-%02d", i + 1)));
        }
        thread = Thread.ofVirtual().name("tick-watch").unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Looks once more and ends; what was seen of each shard. */
    public List<ShardTicks> stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
        fetchAll();
        return ticks;
    }

    private void run() {
        try {
            long nextNs = clock.nowNs();
            while (!shards.isEmpty()) {
                fetchAll();
                nextNs += INTERVAL_NS;
                clock.awaitNs(nextNs);
            }
        } catch (InterruptedException e) {
            // stop() takes what there is
        }
    }

    private void fetchAll() throws InterruptedException {
        for (int i = 0; i < shards.size(); i++) {
            try {
                HttpRequest request = HttpRequest.newBuilder(shards.get(i)
                                .uri()
                                .resolve("/tick-trace?after=" + ticks.get(i).next()))
                        .timeout(TIMEOUT)
                        .build();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    ticks.get(i).add(answer.body());
                }
            } catch (IOException | NumberFormatException e) {
                // Away, or a shard of another build: no ticks.
            }
        }
    }
}
