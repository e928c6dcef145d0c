package brigade.stress.stream;

import brigade.stress.load.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the shards say at {@code /metrics}, summed by name over labels and shards. */
public final class ShardCounters {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final List<Target> shards;

    /** Of these shards. */
    public ShardCounters(HttpClient http, List<Target> shards) {
        this.http = http;
        this.shards = shards;
    }

    /** All sums now. */
    public Map<String, Double> read() throws IOException, InterruptedException {
        Map<String, Double> sums = new TreeMap<>();
        for (Target shard : shards) {
            URI page = shard.uri().resolve("/metrics");
            HttpRequest request = HttpRequest.newBuilder(page).timeout(TIMEOUT).build();
            String body =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            body.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(sums, line));
        }
        return sums;
    }

    private static void add(Map<String, Double> sums, String line) {
        int space = line.lastIndexOf(' ');
        int brace = line.indexOf('{');
        if (space > 0 && (brace > 0 || !line.contains("{"))) {
            String name = line.substring(0, brace > 0 ? brace : space);
            sums.merge(name, Double.parseDouble(line.substring(space + 1)), Double::sum);
        }
    }

    /** How much {@code name} grew. */
    public static double grown(Map<String, Double> before, Map<String, Double> after, String name) {
        return after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
    }
}
