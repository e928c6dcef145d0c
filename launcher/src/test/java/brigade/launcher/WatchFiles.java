package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Asks a running Brigade for every metric that the dashboard and the alerts name. */
final class WatchFiles {
    private static final Pattern NAME = Pattern.compile("\\b(?:brigade|jvm|process|system)_[a-z0-9_]+");

    private WatchFiles() {}

    static void check(HttpClient client, UpProcess up) throws Exception {
        StackPlan plan = up.runFile().plan();
        IntStream ports = IntStream.concat(
                IntStream.of(plan.statePort(), plan.doorPort()),
                plan.shardPorts().stream().mapToInt(port -> port));
        Set<String> known = new TreeSet<>();
        for (int port : ports.toArray()) {
            scrape(client, port); // binds what is bound at the first question
            known.addAll(names(scrape(client, port)));
        }
        // A pause is counted when there was one.
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collected = new ProcessBuilder(jcmd, Long.toString(up.pidOf("shard-01")), "GC.run")
                .redirectErrorStream(true)
                .start();
        collected.getInputStream().readAllBytes();
        UpProcess.await("a pause is told", () -> {
            try {
                known.addAll(names(scrape(client, plan.shardPorts().getFirst())));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return known.contains("jvm_gc_pause_seconds_max");
        });
        for (String file : new String[] {"ops/grafana/brigade.json", "ops/prometheus/alerts.yml"}) {
            Set<String> named = names(Files.readString(ProjectFiles.root().resolve(file)));
            assertThat(named).as(file).hasSizeGreaterThan(10);
            assertThat(known).as(file).containsAll(named);
        }
    }

    private static String scrape(HttpClient client, int port) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + port + "/metrics");
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s", page).isEqualTo(200);
        return Stream.of(answer.body().split("\n", -1))
                .filter(line -> !line.startsWith("#"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = NAME.matcher(text);
        while (found.find()) {
            names.add(found.group());
        }
        return names;
    }
}
