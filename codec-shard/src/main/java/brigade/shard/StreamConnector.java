package brigade.shard;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * A connector whose WebSockets are read by the thread that saw that there is something to read. Jetty wakes another thread for
 * each read instead, as its handlers might wait; ours never do, and with 17 short messages a second from everybody waking
 * costs as much as reading. Requests over HTTP, which may wait, are handled as ever.
 */
final class StreamConnector extends ServerConnector {
    StreamConnector(Server server, HttpConnectionFactory http) {
        super(server, http);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint = new ReadInPlace(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** A connection; Jetty's threads, one at a time. */
    private static final class ReadInPlace extends SocketChannelEndPoint {
        private Callback wrapped = Callback.NOOP;
        private Callback wrapper = Callback.NOOP;

        ReadInPlace(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
        }

        @Override
        public void fillInterested(Callback callback) {
            super.fillInterested(getConnection() instanceof WebSocketConnection ? neverWaiting(callback) : callback);
        }

        /** A connection uses one callback for all its reads. */
        private Callback neverWaiting(Callback callback) {
            if (!wrapped.equals(callback)) {
                wrapped = callback;
                wrapper = Callback.from(Invocable.InvocationType.NON_BLOCKING, callback::succeeded, callback::failed);
            }
            return wrapper;
        }
    }
}
