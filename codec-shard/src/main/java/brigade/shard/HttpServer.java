package brigade.shard;

import brigade.shard.exchange.KillClient;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, by Javalin, set up for the shard's routes. Made and closed by one thread. */
final class HttpServer implements AutoCloseable {
    /** Request line and headers: a query may carry a song's marks, the chat and everybody's volumes. */
    static final int HEADERS_MAX_BYTES = 256 * 1024;

    /** Platform threads: the work is a codec's, native or not, and would hold a virtual thread's carrier all the same. */
    private static final int THREADS_MAX = 100;

    private static final int THREADS_MIN = 4;

    /** What the system may hold back of what a slow peer has not taken: seconds of sound, not minutes. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Listens on that address; port 0 takes a free one. */
    static HttpServer start(Consumer<RoutesConfig> routes, String host, int port) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE; // Opus does not get smaller
            config.jetty.threadPool = new QueuedThreadPool(THREADS_MAX, THREADS_MIN);
            config.jetty.modifyHttpConfiguration(http -> {
                http.setRequestHeaderSize(HEADERS_MAX_BYTES);
                http.setSendServerVersion(false);
            });
            config.jetty.modifyServer(server -> server.setErrorHandler(HttpServer::refuse));
            config.jetty.addConnector((server, http) -> {
                ServerConnector connector = new StreamConnector(server, new HttpConnectionFactory(http));
                connector.setHost(host);
                connector.setPort(port);
                connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
                return connector;
            });
            AtomicReference<ServletContextHandler> context = new AtomicReference<>();
            config.jetty.modifyServletContextHandler(context::set);
            config.jetty.modifyWebSocketServletFactory(factory -> StreamRoutes.configure(factory, context.get()));
            routes.accept(config.routes);
        });
        javalin.start();
        return new HttpServer(javalin);
    }

    /** What Jetty itself refuses, such as a request line that is too long: in the same form as our own refusals. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        String line = "the server cannot take this request";
        response.getHeaders().put("Access-Control-Allow-Origin", "*");
        response.getHeaders().put("Access-Control-Expose-Headers", "X-Audio-Metadata");
        response.getHeaders().put("X-Audio-Metadata", KillClient.header(line));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        Content.Sink.write(response, true, KillClient.line(line), callback);
        return true;
    }

    /** The port it listens on. */
    int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
