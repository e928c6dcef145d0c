package brigade.shard.stream;

import brigade.wire.WireException;
import brigade.wire.stream.StreamLimits;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes control messages from sockets: checks form, size and budget, answers {@code ping} at once, has {@code hello} judged, and
 * queues the rest for the tick. Called by sockets' threads; one socket's messages come one after the other.
 */
final class ControlDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ControlDesk.class);

    private static final Set<String> LONG_TYPES = Set.of("lyrics", "mark", "setlist");
    private static final int STATS_MAX_BYTES = 2_000;

    /** Messages held back while a hello is judged. */
    private static final int HELD_MAX = 100;

    /** One message says that others were dropped; a second passes before the next. */
    private static final long ERROR_INTERVAL_NS = 1_000_000_000L;

    /** A client's figures are believed up to this. */
    private static final double COUNT_MAX = 10_000;

    private static final int REFUSED = 4_000;

    private final AccessCheck access;
    private final StreamMetrics metrics;
    private final LongSupplier nanoTime;
    private final LongSupplier serverClock;
    private final Runnable wake;
    private final ConcurrentLinkedQueue<ControlEvent> queue = new ConcurrentLinkedQueue<>();

    /**
     * @param serverClock samples; throws while no state server was seen
     * @param wake has the tick come at once
     */
    ControlDesk(
            AccessCheck access, StreamMetrics metrics, LongSupplier nanoTime, LongSupplier serverClock, Runnable wake) {
        this.access = access;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.serverClock = serverClock;
        this.wake = wake;
    }

    /** Takes one message. */
    void take(Connection connection, SocketOut out, String text) {
        long nowNs = nanoTime.getAsLong();
        if (!connection.controlFlood.take(nowNs)) {
            out.bye("flood", 1_000);
            return;
        }
        if (!connection.controlBudget.take(nowNs)) {
            if (nowNs - connection.lastTooFastNs >= ERROR_INTERVAL_NS) {
                connection.lastTooFastNs = nowNs;
                connection.error("too-fast", "Too many messages; some were dropped.", null);
            }
            return;
        }
        try {
            take(connection, out, text, nowNs);
        } catch (WireException e) {
            connection.error("bad-message", "This message could not be read.", null);
        }
    }

    private void take(Connection connection, SocketOut out, String text, long nowNs) {
        ControlMessage message = ControlMessage.read(text);
        if (isTooLong(message.type, text)) {
            connection.error("too-long", "This message is too long.", null);
            return;
        }
        switch (message.type) {
            case "ping" -> pong(connection, out, message, nowNs);
            case "hello" -> hello(connection, out, text);
            case "stats" -> {
                metrics.underruns.increment(Math.clamp(message.underruns, 0, COUNT_MAX));
                metrics.clientLate.increment(Math.clamp(message.late, 0, COUNT_MAX));
                forward(connection, ControlEvent.Kind.STATS, text, "stats");
            }
            default -> {
                if (access.isSecret(message.type, text)) {
                    Thread.ofVirtual().name("stream-secret").start(() -> prepare(connection, message.type, text));
                } else {
                    forward(connection, ControlEvent.Kind.MESSAGE, text, message.type);
                }
            }
        }
    }

    /** Characters are at most as many as bytes, so the short ones need no count. */
    private static boolean isTooLong(String type, String text) {
        int max = LONG_TYPES.contains(type)
                ? StreamLimits.CONTROL_LONG_MAX_BYTES
                : type.equals("stats") ? STATS_MAX_BYTES : StreamLimits.CONTROL_MAX_BYTES;
        return text.length() > max || (text.length() > max / 3 && utf8Bytes(text) > max);
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    private void pong(Connection connection, SocketOut out, ControlMessage message, long nowNs) {
        if (!connection.pingBudget.take(nowNs)) {
            return;
        }
        try {
            long received = serverClock.getAsLong();
            out.text("{\"type\":\"pong\",\"t\":" + message.pingT + ",\"clockAtReceive\":" + received
                    + ",\"clockAtSend\":" + serverClock.getAsLong() + "}");
        } catch (RuntimeException e) {
            LOG.debug("no clock yet", e); // no state server was seen since the start: the client asks again
        }
    }

    private void hello(Connection connection, SocketOut out, String text) {
        if (connection.saidHello) {
            connection.error("protocol", "Hello was said before.", "hello");
            return;
        }
        ControlMessage.HelloParts parts = ControlMessage.helloParts(text, connection.address);
        connection.saidHello = true;
        Thread.ofVirtual().name("stream-hello").start(() -> judge(connection, out, parts));
    }

    private void judge(Connection connection, SocketOut out, ControlMessage.HelloParts parts) {
        AccessCheck.Verdict verdict;
        try {
            verdict = access.check(parts.hello());
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("a hello could not be judged", e);
            verdict = new AccessCheck.Refused("unavailable", "The server cannot let anybody in right now.");
        }
        switch (verdict) {
            case AccessCheck.Admitted admitted -> admit(connection, parts.json(), admitted);
            case AccessCheck.Refused refused -> {
                connection.error(refused.code(), refused.message(), "hello");
                out.bye(refused.code(), REFUSED);
            }
        }
    }

    /** Queues the hello, and what was sent after it meanwhile. */
    void admit(Connection connection, String helloJson, AccessCheck.Admitted admitted) {
        synchronized (connection) {
            if (connection.gone) {
                return;
            }
            connection.helloJson = helloJson;
            connection.accessJson = admitted.accessJson();
            connection.addressHash = admitted.addressHash();
            connection.admitted = true;
            queue.add(new ControlEvent(connection, ControlEvent.Kind.HELLO, "", "hello"));
            ArrayDeque<ControlEvent> held = connection.held;
            if (held != null) {
                queue.addAll(held);
                connection.held = null;
            }
        }
        wake.run();
    }

    private void prepare(Connection connection, String type, String text) {
        try {
            forward(connection, ControlEvent.Kind.MESSAGE, access.prepare(type, text), type);
        } catch (WireException e) {
            String sentence = String.valueOf(e.getMessage());
            connection.error(
                    e.status() == 503 ? "unavailable" : "bad-password",
                    Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".",
                    type);
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("a message could not be prepared", e);
            connection.error("unavailable", "The server cannot do this right now.", null);
        }
    }

    private void forward(Connection connection, ControlEvent.Kind kind, String json, String type) {
        ControlEvent event = new ControlEvent(connection, kind, json, type);
        synchronized (connection) {
            if (connection.gone) {
                return;
            }
            if (!connection.admitted) {
                hold(connection, event);
                return;
            }
            queue.add(event);
        }
        if (kind == ControlEvent.Kind.MESSAGE) {
            wake.run();
        }
    }

    private static void hold(Connection connection, ControlEvent event) {
        ArrayDeque<ControlEvent> held = connection.held;
        if (!connection.saidHello || (held != null && held.size() >= HELD_MAX)) {
            connection.error("protocol", "The first message has to be hello.", null);
            return;
        }
        if (held == null) {
            held = new ArrayDeque<>();
            connection.held = held;
        }
        held.add(event);
    }

    /** How many hear a room through one of the shard's own listeners. */
    void behind(Connection connection, int listeners) {
        forward(connection, ControlEvent.Kind.STATS, "{\"type\":\"stats\",\"listeners\":" + listeners + "}", "stats");
    }

    /** How the journal of the room fares. */
    void journal(Connection connection, String trouble) {
        forward(connection, ControlEvent.Kind.STATS, "{\"type\":\"stats\",\"journal\":\"" + trouble + "\"}", "stats");
    }

    /** The socket is gone. */
    void closed(Connection connection) {
        synchronized (connection) {
            if (connection.gone) {
                return;
            }
            connection.gone = true;
            connection.held = null;
            queue.add(new ControlEvent(connection, ControlEvent.Kind.CLOSED, "", ""));
        }
        wake.run();
    }

    /** Tick thread: what is next; null when nothing waits. */
    @Nullable
    ControlEvent poll() {
        return queue.poll();
    }

    /** Whether something waits that the tick should not sleep over. */
    boolean isWaiting() {
        return !queue.isEmpty();
    }
}
