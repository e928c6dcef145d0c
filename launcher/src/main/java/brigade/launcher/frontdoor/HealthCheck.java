package brigade.launcher.frontdoor;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;

/** Asks every part at once whether it answers. Blocks no thread; any thread. */
final class HealthCheck {
    /** A part that takes longer counts as away. */
    private static final long TIMEOUT_MS = 1_500;

    private final FrontDoorConfig config;
    private final Supplier<HttpClient> client;

    /**
     * @param client the proxy's own client, which exists only once the server runs
     */
    HealthCheck(FrontDoorConfig config, Supplier<HttpClient> client) {
        this.config = config;
        this.client = client;
    }

    /** Never fails; completes after {@value #TIMEOUT_MS} ms at the latest. */
    CompletableFuture<Health> ask() {
        CompletableFuture<Boolean> stateServer = answersOk(config.stateServer().resolve("/healthz"));
        List<CompletableFuture<Boolean>> shards = config.shards().stream()
                .map(shard -> answersOk(shard.resolve("/ready")))
                .toList();
        return shards.stream()
                .reduce(stateServer, (a, b) -> a.thenCombine(b, (_, _) -> true))
                .thenApply(_ -> new Health(
                        stateServer.join(),
                        shards.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Boolean> answersOk(URI address) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        client.get()
                .newRequest(address)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .send(result -> answer.complete(
                        result.isSucceeded() && result.getResponse().getStatus() == 200));
        return answer;
    }
}
