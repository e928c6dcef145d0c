package brigade.shard;

import brigade.access.LocalCaller;
import brigade.audio.AudioFormat;
import brigade.rpc.RpcTrace;
import brigade.shard.exchange.Answer;
import brigade.shard.exchange.ExchangeParser;
import brigade.shard.exchange.Exchanges;
import brigade.shard.exchange.KillClient;
import brigade.shard.exchange.Query;
import brigade.shard.rooms.OperatorGate;
import brigade.shard.stream.TickTrace;
import brigade.wire.WireException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of a shard: exchange v1's routes. Called by the server's threads, many at once.
 *
 * <p>Whatever goes wrong is answered in one place, {@link #refuse}: a status, one line, and the header that makes old
 * clients stop. What we did not foresee is a 500 for its caller alone, logged with its trace, never shown.
 */
final class HttpApi {
    /** Lyrics as escaped JSON and a second of sound; nothing legal is longer. */
    static final int BODY_MAX_BYTES = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final String METADATA = "X-Audio-Metadata";

    private final Exchanges exchanges;
    private final UploadFolder uploads;
    private final LongSupplier serverClock;
    private final BooleanSupplier announced;
    private final RpcTrace trace;
    private final CodecShardConfig config;
    private final ShardMeters metrics;
    private final TickTrace ticks;
    private final OperatorGate operator;

    /**
     * Answers for this shard.
     *
     * @param serverClock the state server's clock in samples
     * @param announced whether the state server sends people here: the codec is warm, and it was told
     * @param trace the times of the latest calls of the state server
     * @param metrics what is counted
     * @param ticks the times of the latest ticks
     * @param operator who may see what is inside
     */
    HttpApi(
            Exchanges exchanges,
            UploadFolder uploads,
            LongSupplier serverClock,
            BooleanSupplier announced,
            RpcTrace trace,
            CodecShardConfig config,
            ShardMeters metrics,
            TickTrace ticks,
            OperatorGate operator) {
        this.operator = operator;
        this.metrics = metrics;
        this.ticks = ticks;
        this.trace = trace;
        this.exchanges = exchanges;
        this.uploads = uploads;
        this.serverClock = serverClock;
        this.announced = announced;
        this.config = config;
    }

    /** Enters all routes; the first that fits is taken. */
    void addTo(RoutesConfig routes) {
        routes.before(HttpApi::addCors);
        routes.get("/ready", this::ready);
        routes.get(RpcTracePage.PATH, context -> {
            requireLocalOrOperator(context);
            RpcTracePage.answer(context, trace);
        });
        routes.get(MetricsPages.METRICS, context -> {
            requireLocalOrOperator(context);
            MetricsPages.metrics(context, metrics);
        });
        routes.get(MetricsPages.TICK_TRACE, context -> {
            requireLocalOrOperator(context);
            MetricsPages.tickTrace(context, ticks);
        });
        routes.get("/telemetry", this::telemetry);
        routes.get("/api/telemetry", this::telemetry);
        routes.get("/api/{shard}/telemetry", this::telemetry);
        routes.get("/user-upload-image", this::image);
        routes.get("/recordings/", HttpApi::recordings);
        routes.get("/recordings/*", HttpApi::noRecording);
        routes.post("/upload", this::upload);
        routes.post("/api/upload", this::upload);
        routes.get("/*", this::clock);
        routes.post("/*", this::post);
        routes.options("/*", HttpApi::options);
        routes.exception(WireException.class, (e, context) -> refuse(context, e.status(), e.getMessage()));
        routes.exception(Exception.class, HttpApi::unforeseen);
    }

    private static void addCors(Context context) {
        context.header("Access-Control-Allow-Origin", "*");
        context.header("Access-Control-Max-Age", "86400");
        context.header("Access-Control-Expose-Headers", METADATA);
    }

    private static void options(Context context) {
        context.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
        context.header("Access-Control-Allow-Headers", "Content-Type, X-Event-Data");
        context.status(200);
    }

    private void ready(Context context) {
        if (!announced.getAsBoolean()) {
            throw new WireException(503, "the codec is warming up, or the state server is away");
        }
        exchanges.status(); // throws when the state server does not answer
        context.contentType("text/plain").result("ready\n");
    }

    private void clock(Context context) {
        context.header(
                METADATA,
                "{\"server_clock\": " + serverClock.getAsLong() + ", \"server_sample_rate\": "
                        + AudioFormat.SAMPLE_RATE_HZ + ", \"server_version\": \"" + BuildInfo.VERSION
                        + "\", \"server_branch\": \"" + BuildInfo.BRANCH + "\"}");
        context.header("Cache-Control", "no-store");
        octets(context, "ok".getBytes(StandardCharsets.US_ASCII));
    }

    private void post(Context context) throws IOException {
        Query query = Query.parse(context.queryString());
        byte[] body =
                BodyReader.read(context.req().getInputStream(), context.req().getContentLengthLong(), BODY_MAX_BYTES);
        if (ExchangeParser.isControl(query)) {
            exchanges.control(query, body, body.length);
            clock(context);
            return;
        }
        boolean status = query.text("userid") == null && "status".equals(query.text("action"));
        Answer answer = status ? exchanges.status() : exchanges.exchange(query, body, body.length);
        context.header(METADATA, answer.header());
        octets(context, answer.body());
    }

    private void telemetry(Context context) {
        operator.require(context);
        context.contentType("application/json").result(exchanges.telemetry().body());
    }

    private void requireLocalOrOperator(Context context) {
        if (!LocalCaller.is(context.ip(), context::header)) {
            operator.require(context);
        }
    }

    private void upload(Context context) throws IOException {
        Query query = Query.parse(context.queryString());
        String room = query.text("room") == null ? "main" : query.text("room");
        if (!"main".equals(room) || !config.mainIsOpen()) {
            throw new WireException(403, "uploads go to the open room only");
        }
        String kind = String.valueOf(query.text("type"));
        long told = context.req().getContentLengthLong();
        String name = switch (kind) {
            case "backingTrack" -> uploads.saveTrack(context.req().getInputStream(), told, query.text("name"));
            case "image" -> uploads.saveImage(context.req().getInputStream(), told, room);
            default -> throw WireException.malformed("type must be backingTrack or image");
        };
        exchanges.uploaded(room, kind, name);
        context.contentType("text/plain").result("ok");
    }

    private void image(Context context) throws IOException {
        UploadFolder.Image image =
                uploads.image("main").orElseThrow(() -> new WireException(404, "no image was uploaded"));
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
        context.contentType(image.contentType()).result(Files.readAllBytes(image.file()));
    }

    /** The page that old clients link to; recordings come with the journal. */
    private static void recordings(Context context) {
        context.html("<!doctype html><title>Recordings</title><h1>Recordings</h1><p>There are none.</p>\n");
    }

    private static void noRecording(Context context) {
        throw new WireException(404, "there is no such recording");
    }

    private static void octets(Context context, byte[] body) {
        context.contentType("application/octet-stream").result(body);
    }

    private static void unforeseen(Exception e, Context context) {
        LOG.error("{} {} failed", context.method(), context.path(), e);
        refuse(context, 500, "an error inside the server; it has been logged");
    }

    /** The one way in which a request is refused. */
    private static void refuse(Context context, int status, @Nullable String message) {
        String line = message == null ? "refused" : message;
        addCors(context);
        context.header(METADATA, KillClient.header(line));
        context.status(status).contentType("text/plain").result(KillClient.line(line));
    }
}
