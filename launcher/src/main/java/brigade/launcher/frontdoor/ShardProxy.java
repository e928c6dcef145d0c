package brigade.launcher.frontdoor;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes requests on to the shards without blocking a thread, bodies streamed both ways. What is not for a shard is left
 * to the next handler. Called by Jetty's threads.
 */
final class ShardProxy extends ProxyHandler.Reverse {
    private static final Logger LOG = LoggerFactory.getLogger(ShardProxy.class);

    /** A shard is on this machine or next door: a longer wait for a connection means it is away. */
    private static final long CONNECT_TIMEOUT_MS = 1_000;

    /** Silence on a connection to a shard until it is closed; shorter than the shards' own 30 s, so that no request meets a connection that they just closed. */
    private static final long IDLE_TIMEOUT_MS = 20_000;

    /** Connections to one shard: each client has one request on the way at a time. */
    private static final int CONNECTIONS_PER_SHARD_MAX = 2_048;

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String SHARD = ShardProxy.class.getName() + ".shard";
    private static final String TRIED = ShardProxy.class.getName() + ".tried";

    private final ShardRoutes routes;
    private final List<URI> shards;
    private final DoorMetrics metrics;

    /** 1 while a shard is known to be away, by shard number; so that each outage is logged once. */
    private final AtomicIntegerArray away;

    /**
     * @param shards base addresses in order of shard number, e.g. {@code http://127.0.0.1:8081}
     * @param metrics what is passed on is counted here
     */
    ShardProxy(List<URI> shards, DoorMetrics metrics) {
        super(request -> targetOf(request, shards));
        this.metrics = metrics;
        this.shards = List.copyOf(shards);
        this.routes = new ShardRoutes(shards.size());
        this.away = new AtomicIntegerArray(shards.size() + 1);
        setViaHost("brigade");
    }

    @Override
    protected HttpClient newHttpClient() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setExecutor(getServer().getThreadPool());
        client.setConnectTimeout(CONNECT_TIMEOUT_MS);
        client.setIdleTimeout(IDLE_TIMEOUT_MS);
        client.setMaxConnectionsPerDestination(CONNECTIONS_PER_SHARD_MAX);
        client.setMaxRequestsQueuedPerDestination(CONNECTIONS_PER_SHARD_MAX);
        client.setMaxRequestHeadersSize(FrontDoor.HEADERS_MAX_BYTES);
        client.setMaxResponseHeadersSize(FrontDoor.HEADERS_MAX_BYTES);
        client.setUserAgentField(null);
        return client;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpURI uri = request.getHttpURI();
        return switch (routes.route(uri.getPath(), uri.getQuery())) {
            case Route.Page _ -> false;
            case Route.Refused(int status, String message) -> {
                Refusal.write(response, callback, status, message);
                yield true;
            }
            case Route.ToShard(int shard) -> {
                request.setAttribute(SHARD, shard);
                yield super.handle(request, response, callback);
            }
        };
    }

    private static HttpURI targetOf(Request request, List<URI> shards) {
        HttpURI uri = request.getHttpURI();
        URI shard = shards.get((int) request.getAttribute(SHARD) - 1);
        String query = uri.getQuery() == null ? "" : "?" + QueryText.encode(uri.getQuery());
        return HttpURI.from(shard + uri.getPath() + query);
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI target) {
        return super.newProxyToServerRequest(request, target).idleTimeout(IDLE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** The shards count some things per client: each proxy adds whom it talks to, behind what was said before. */
    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toShard) {
        super.addProxyHeaders(request, toShard);
        String before = request.getHeaders().get(FORWARDED_FOR);
        String peer = Request.getRemoteAddr(request);
        toShard.headers(headers -> headers.put(FORWARDED_FOR, before == null ? peer : before + ", " + peer));
    }

    @Override
    protected void onProxyToClientResponseComplete(
            Request request,
            org.eclipse.jetty.client.Request toShard,
            org.eclipse.jetty.client.Response fromShard,
            Response response,
            Callback callback) {
        int shard = (int) request.getAttribute(SHARD);
        metrics.passed(shard);
        if (away.compareAndSet(shard, 1, 0)) {
            LOG.info("shard {} answers again", shard);
        }
        super.onProxyToClientResponseComplete(request, toShard, fromShard, response, callback);
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toShard,
            org.eclipse.jetty.client.Response fromShard,
            Response response,
            Callback callback,
            Throwable failure) {
        int shard = (int) request.getAttribute(SHARD);
        // Before the first byte of an answer, and with no body that is gone already, a second try is safe.
        boolean again = toShard.getBody() == null
                && fromShard.getStatus() == 0
                && !(failure instanceof TimeoutException)
                && request.setAttribute(TRIED, true) == null;
        if (again) {
            super.handle(request, response, callback);
            return;
        }
        if (fromShard.getStatus() >= 400 && !response.isCommitted()) {
            // The shard refused in the middle of a body and hung up: it is not away, its verdict counts.
            Refusal.write(response, callback, fromShard.getStatus(), HttpStatus.getMessage(fromShard.getStatus()));
            return;
        }
        if (response.isCommitted() && failure instanceof EofException) {
            // Our own client has gone, as listeners of an endless stream do: that says nothing of the shard.
            callback.failed(failure);
            return;
        }
        metrics.failed(shard);
        if (away.compareAndSet(shard, 0, 1)) {
            LOG.warn("shard {} at {} does not answer: {}", shard, shards.get(shard - 1), failure.toString());
        }
        if (response.isCommitted()) {
            callback.failed(failure);
        } else {
            Refusal.write(response, callback, 503, "shard " + shard + " is away, try again in a few seconds");
        }
    }
}
