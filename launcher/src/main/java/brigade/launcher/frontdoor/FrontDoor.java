package brigade.launcher.frontdoor;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The running front door. Made and closed by one thread; can be started inside a test. */
public final class FrontDoor implements AutoCloseable {
    /** Request line and headers: a query may carry a song's marks, the chat and everybody's volumes. */
    static final int HEADERS_MAX_BYTES = 256 * 1024;

    /**
     * What the page may do: our own scripts, styles, workers and audio worklet; libopus as WebAssembly; sockets to a shard on
     * another port of this host or another machine. No inline script or style, no frame around it, no form to elsewhere.
     */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
            + "connect-src 'self' ws: wss:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private static final int THREADS_MAX = 64;
    private static final int THREADS_MIN = 4;

    private final Javalin javalin;

    private final DoorMetrics metrics;

    private FrontDoor(Javalin javalin, DoorMetrics metrics) {
        this.javalin = javalin;
        this.metrics = metrics;
    }

    /** Starts listening. The shards need not be there yet. */
    public static FrontDoor start(FrontDoorConfig config) {
        DoorMetrics metrics = new DoorMetrics(config.shards().size());
        ShardProxy proxy = new ShardProxy(config.shards(), metrics);
        HealthCheck health = new HealthCheck(config, proxy::getHttpClient);
        Javalin javalin = Javalin.create(javalinConfig -> {
            javalinConfig.startup.showJavalinBanner = false;
            javalinConfig.jetty.threadPool = new QueuedThreadPool(THREADS_MAX, THREADS_MIN);
            javalinConfig.jetty.modifyHttpConfiguration(http -> {
                http.setRequestHeaderSize(HEADERS_MAX_BYTES);
                http.setSendServerVersion(false);
            });
            // Javalin adds itself behind what is there: first come the shards' addresses, then page and health.
            javalinConfig.jetty.modifyServer(server -> {
                server.setHandler(new Handler.Sequence(proxy));
                server.setErrorHandler(new OneLineErrors());
            });
            javalinConfig.staticFiles.add(files -> {
                files.directory = "/brigade/web";
                files.location = Location.CLASSPATH;
                files.headers = Map.of(
                        "Cache-Control", "no-cache",
                        "Content-Security-Policy", CONTENT_SECURITY_POLICY,
                        "Permissions-Policy", "microphone=(self), autoplay=(self), camera=(), geolocation=()",
                        "Referrer-Policy", "no-referrer",
                        "X-Content-Type-Options", "nosniff");
            });
            javalinConfig.routes.get("/healthz", context -> answerHealth(context, health));
            javalinConfig.routes.get("/metrics", context -> answerMetrics(context, health, metrics, config));
            javalinConfig.routes.error(404, context -> context.result("there is nothing at this address\n"));
        });
        javalin.start(config.host(), config.port());
        return new FrontDoor(javalin, metrics);
    }

    private static void answerHealth(Context context, HealthCheck health) {
        context.future(() -> health.ask()
                .thenAccept(answer -> context.status(answer.complete() ? 200 : 503)
                        .contentType("application/json")
                        .header("Cache-Control", "no-store")
                        .result(answer.json())));
    }

    /** To strangers there is no such page. */
    private static void answerMetrics(
            Context context, HealthCheck health, DoorMetrics metrics, FrontDoorConfig config) {
        if (!Insider.is(context, config.operatorToken())) {
            context.status(404);
            return;
        }
        context.future(() -> health.ask()
                .thenAccept(answer -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .header("Cache-Control", "no-store")
                        .result(metrics.page(answer))));
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
        metrics.close();
    }
}
