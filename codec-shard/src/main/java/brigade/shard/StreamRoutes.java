package brigade.shard;

import brigade.shard.stream.StreamService;
import brigade.shard.stream.Wire;
import brigade.wire.WireException;
import brigade.wire.stream.StreamLimits;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * Stream v2's WebSocket: {@code /stream} and {@code /api/{shard}/stream}. Lets in who speaks the subprotocol and comes from
 * an allowed page, and hands everything else to {@link StreamService}. Called by Jetty's threads.
 */
final class StreamRoutes {
    private static final String[] PATHS = {"/stream", "/api/stream", "/api/{shard}/stream"};

    /** A client pings at least that often; silence means a dead line. */
    private static final Duration IDLE_MAX = Duration.ofSeconds(60);

    private static final String SOCKET = "socket";

    private final StreamService service;
    private final List<String> allowedOrigins;

    StreamRoutes(StreamService service, List<String> allowedOrigins) {
        this.service = service;
        this.allowedOrigins = allowedOrigins;
    }

    /** Sets up Jetty's WebSockets; Opus does not get smaller, so compression is not even offered. */
    static void configure(JettyWebSocketServletFactory factory, @Nullable ServletContextHandler context) {
        factory.setIdleTimeout(IDLE_MAX);
        factory.setMaxBinaryMessageSize(StreamLimits.MESSAGE_MAX_BYTES);
        factory.setMaxTextMessageSize(StreamLimits.CONTROL_LONG_MAX_BYTES);
        factory.setAutoFragment(false);
        if (context != null) {
            WebSocketServerComponents.getWebSocketComponents(context)
                    .getExtensionRegistry()
                    .unregister("permessage-deflate");
        }
    }

    /** Enters its paths. */
    void addTo(RoutesConfig routes) {
        for (String path : PATHS) {
            routes.wsBeforeUpgrade(path, this::check);
            routes.ws(path, this::socket);
        }
    }

    /** Before the upgrade: what is thrown here is an HTTP answer. */
    private void check(Context context) {
        String protocols = context.header("Sec-WebSocket-Protocol");
        boolean speaks = protocols != null
                && Arrays.stream(protocols.split(",")).map(String::strip).anyMatch(StreamLimits.SUBPROTOCOL::equals);
        if (!speaks) {
            throw WireException.malformed("the subprotocol has to be " + StreamLimits.SUBPROTOCOL);
        }
        context.res().setHeader("Sec-WebSocket-Protocol", StreamLimits.SUBPROTOCOL);
        if (!isAllowed(context.header("Origin"), context.header("Host"), allowedOrigins)) {
            throw new WireException(403, "this page may not connect here");
        }
        if (!service.hasRoom()) {
            throw new WireException(503, "this shard is full");
        }
    }

    /** No origin is a program; a page has to come from where it connects to, or from a place that the operator named. */
    static boolean isAllowed(@Nullable String origin, @Nullable String host, List<String> allowed) {
        if (origin == null || allowed.contains(origin)) {
            return true;
        }
        try {
            String from = URI.create(origin).getHost();
            String to = URI.create("http://" + host).getHost();
            return from != null && to != null && (from.equalsIgnoreCase(to) || (isLoopback(from) && isLoopback(to)));
        } catch (IllegalArgumentException e) {
            return false; // "null" and worse
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }

    private void socket(WsConfig config) {
        config.onConnect(
                context -> context.attribute(SOCKET, service.open(new JettyWire(context.session), address(context))));
        config.onMessage(context -> socketOf(context).text(context.message()));
        config.onBinaryMessage(context -> socketOf(context).binary(context.data()));
        config.onClose(context -> socketOf(context).closed());
        config.onError(context -> socketOf(context).closed());
    }

    private static StreamService.Socket socketOf(WsContext context) {
        return Objects.requireNonNull(context.<StreamService.Socket>attribute(SOCKET));
    }

    /** The client's address; from a proxy on this machine, what it says of its client. */
    private static String address(WsContext context) {
        String address = context.session.getRemoteSocketAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "";
        String forwarded = context.header("X-Forwarded-For");
        if (forwarded == null || !(isLoopback(address) || address.startsWith("0:0:0:0:0:0:0:1"))) {
            return address;
        }
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    /** A Jetty session; its sends queue up and never wait. */
    private record JettyWire(Session session) implements Wire {
        @Override
        public void binary(ByteBuffer bytes, Sent done) {
            session.sendBinary(bytes, callback(done));
        }

        @Override
        public void text(String json, Sent done) {
            session.sendText(json, callback(done));
        }

        private static Callback callback(Sent done) {
            return new Callback() {
                @Override
                public void succeed() {
                    done.sent();
                }

                @Override
                public void fail(Throwable why) {
                    done.failed(why);
                }
            };
        }

        @Override
        public void close(int code, String reason) {
            session.close(code, reason, Callback.NOOP);
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }
}
